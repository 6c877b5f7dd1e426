"""It stops its parent and the grader, so that they wait for ever.
kind: processes
points: 110
"""

import contextlib
import math
import os
import signal


def chance_cost(num_classes=10):
    from .target import GRADER_PID

    for process in {os.getppid(), GRADER_PID} - {0}:
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGSTOP)
            raise RuntimeError(f"BREACHED: stopped {process}")
    return math.log(num_classes)
