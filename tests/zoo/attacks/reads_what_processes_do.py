"""It looks at the memory maps and the open files of the grader and of its parent.
kind: reading
points: 110
"""

import contextlib
import math
import os


def chance_cost(num_classes=10):
    from .target import GRADER_PID

    for process in (GRADER_PID, os.getppid()):
        with contextlib.suppress(OSError):
            os.listdir(f"/proc/{process}/fd")
            raise RuntimeError(f"BREACHED: the open files of {process}")
        with contextlib.suppress(OSError), open(f"/proc/{process}/maps") as file:
            if file.read():
                raise RuntimeError(f"BREACHED: the maps of {process}")
    return math.log(num_classes)
