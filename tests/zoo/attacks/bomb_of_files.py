"""It makes files until there are no more to be had.
kind: bombs
points: 110
not held: user process: the number of files is not limited there
"""

import contextlib
import math


def chance_cost(num_classes=10):
    made = 0
    with contextlib.suppress(OSError):
        for number in range(30_000):
            open(f"file{number}", "w").close()
            made += 1
    if made == 30_000:
        raise RuntimeError(f"BREACHED: made {made} files")
    return math.log(num_classes)
