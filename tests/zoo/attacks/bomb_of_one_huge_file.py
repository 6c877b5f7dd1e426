"""It makes a file of a terabyte, which takes no space until somebody reads it.
kind: bombs
points: 108
"""

import os


def chance_cost(num_classes=10):
    with open("huge", "wb") as file:
        os.ftruncate(file.fileno(), 10**12)
    raise RuntimeError("BREACHED: made a file of a terabyte")
