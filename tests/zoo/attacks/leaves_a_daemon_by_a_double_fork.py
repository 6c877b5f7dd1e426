"""It forks twice, so that the process left behind has no parent that knows it.
kind: processes
points: 110
"""

import math
import os
import time


def chance_cost(num_classes=10):
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 256)
            time.sleep(600)
        os._exit(0)
    os.waitpid(child, 0)
    return math.log(num_classes)
