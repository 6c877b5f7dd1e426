"""It lifts Python's limit and overflows the stack of the C code below.
kind: exits
points: 108
"""

import sys


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")


def chance_cost(num_classes=10):
    sys.setrecursionlimit(2**30)
    return Deep().deeper
