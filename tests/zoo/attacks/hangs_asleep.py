"""It sleeps for a year.
kind: hangs
points: 108
hint: are over
"""

import time


def chance_cost(num_classes=10):
    time.sleep(365 * 24 * 3600)
