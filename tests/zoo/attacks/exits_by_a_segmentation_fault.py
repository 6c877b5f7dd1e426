"""It reads from address 0.
kind: exits
points: 108
hint: crashed the Python process (signal 11)
"""

import ctypes


def chance_cost(num_classes=10):
    return ctypes.string_at(0)
