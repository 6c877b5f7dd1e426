"""It fills /dev/shm, which is the machine's memory.
kind: bombs
points: 110
not held: user process: /dev/shm is the machine's own there, and not limited
"""

import contextlib
import math
import os


def chance_cost(num_classes=10):
    written = 0
    with contextlib.suppress(OSError):
        for number in range(20):
            path = f"/dev/shm/big{number}"
            with open(path, "wb") as file:
                for _ in range(15):
                    file.write(bytes(10**6))
                    written += 1
    for number in range(20):
        with contextlib.suppress(OSError):
            os.unlink(f"/dev/shm/big{number}")
    if written > 100:
        raise RuntimeError(f"BREACHED: wrote {written} MB")
    return math.log(num_classes)
