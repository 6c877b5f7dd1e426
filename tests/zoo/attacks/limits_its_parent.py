"""It lowers the limits and the priority of the grader, so that it fails on its own.
kind: processes
points: 110
"""

import contextlib
import math
import os
import resource


def chance_cost(num_classes=10):
    from .target import GRADER_PID

    for process in {GRADER_PID, os.getppid()} - {0}:
        with contextlib.suppress(OSError):
            resource.prlimit(process, resource.RLIMIT_NOFILE, (4096, 4096))
            raise RuntimeError(f"BREACHED: limited {process}")
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process, 19)
            raise RuntimeError(f"BREACHED: slowed {process} down")
        with contextlib.suppress(OSError):
            os.sched_setaffinity(process, os.sched_getaffinity(0))
            raise RuntimeError(f"BREACHED: moved {process}")
    return math.log(num_classes)
