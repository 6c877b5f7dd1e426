"""Its exception ends the process when somebody asks what it says.
kind: exits
points: 108
hint: ended the Python process (exit code 0)
"""

import os


class Unspeakable(Exception):
    def __str__(self):
        os._exit(0)

    __repr__ = __str__


def chance_cost(num_classes=10):
    raise Unspeakable
