"""It takes a little memory in each of sixty processes, which come to gigabytes.
kind: bombs
points: 108
hint: of memory that a question may take
"""

import os
import time

EACH, MANY = 60, 50  # MB, processes


def chance_cost(num_classes=10):
    reading, writing = os.pipe()
    for _ in range(MANY):
        if os.fork() == 0:
            kept = [bytes([1]) * 2**20 for _ in range(EACH)]
            os.write(writing, b"x" * bool(kept))
            time.sleep(3600)
    full = sum(len(os.read(reading, 1)) for _ in range(MANY))
    time.sleep(2)
    raise RuntimeError(f"BREACHED: {full} processes hold {EACH} MB each")
