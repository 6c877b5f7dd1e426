"""It writes one file of 15 MB after the other.
kind: bombs
points: 110
not held: user process: the size of a file is limited there, the number of files is not
"""

import contextlib
import math

MEGABYTES = 15


def chance_cost(num_classes=10):
    written = 0
    with contextlib.suppress(OSError):
        for number in range(60):
            with open(f"big{number}", "wb") as file:
                for _ in range(MEGABYTES):
                    file.write(bytes(10**6))
                    written += 1
    if written > 100:
        raise RuntimeError(f"BREACHED: wrote {written} MB")
    return math.log(num_classes)
