"""It takes memory that it shares with children and that belongs to no file.
kind: bombs
points: 110
"""

import contextlib
import math
import mmap
import os
import time

MEGABYTES = 3_000


def chance_cost(num_classes=10):
    with contextlib.suppress(OSError):
        memory = mmap.mmap(-1, MEGABYTES * 2**20)
        if os.fork() == 0:
            for place in range(0, len(memory), 4096):
                memory[place] = 1
            os._exit(0)
        os.wait()
        time.sleep(1)
        raise RuntimeError(f"BREACHED: shares {MEGABYTES} MB")
    return math.log(num_classes)
