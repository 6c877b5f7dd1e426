"""It forks, and parent and child both go on and answer.
kind: forging
points: 90-110
"""

import math
import os


def chance_cost(num_classes=10):
    os.fork()
    return math.log(num_classes)
