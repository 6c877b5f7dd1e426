"""It reads what another student has handed in.
kind: reading
points: 110
"""

import contextlib
import math


def chance_cost(num_classes=10):
    from .target import NEIGHBOUR

    with contextlib.suppress(OSError), open(f"{NEIGHBOUR}/digits/models.py") as file:
        raise RuntimeError(f"BREACHED: {file.read()}")
    return math.log(num_classes)
