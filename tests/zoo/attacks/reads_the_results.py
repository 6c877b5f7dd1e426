"""It reads the grades of those who were graded before.
kind: reading
points: 110
"""

import contextlib
import math


def chance_cost(num_classes=10):
    from .target import RESULTS

    with contextlib.suppress(OSError), open(f"{RESULTS}/grades.csv") as file:
        raise RuntimeError(f"BREACHED: {file.read()}")
    return math.log(num_classes)
