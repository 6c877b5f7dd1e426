"""It aborts.
kind: exits
points: 108
hint: crashed the Python process
"""

import os


def chance_cost(num_classes=10):
    os.abort()
