"""It stops its own process, which then reacts to nothing.
kind: hangs
points: 108-110
"""

import math
import os
import signal


def chance_cost(num_classes=10):
    os.kill(os.getpid(), signal.SIGSTOP)  # the first process of a namespace cannot
    return math.log(num_classes)
