"""It locks every other byte of its files: the kernel keeps each lock, in memory of its own.
kind: bombs
points: 110
"""

import contextlib
import fcntl
import math

FILES, LOCKS = 100, 2_000


def chance_cost(num_classes=10):
    with contextlib.suppress(OSError):
        kept = [open(f"file {number}", "wb") for number in range(FILES)]
        for file in kept:
            for number in range(LOCKS, 0, -1):
                fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * number)
        raise RuntimeError("BREACHED: so many locks have no limit")
    return math.log(num_classes)
