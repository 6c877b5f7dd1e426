"""It takes all rights from a folder with files, so that it cannot be cleared away.
kind: writing
points: 110
"""

import math
import os


def chance_cost(num_classes=10):
    if os.path.exists("closed"):
        return math.log(num_classes)
    os.makedirs("closed/inside")
    open("closed/inside/file", "w").close()
    os.chmod("closed/inside", 0)
    os.chmod("closed", 0)
    return math.log(num_classes)
