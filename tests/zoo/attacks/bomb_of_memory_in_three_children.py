"""Its three children take nearly as much memory each as it may take in all.
kind: bombs
points: 108
hint: of memory that a question may take
"""

import os
import time

EACH = 500  # MB


def chance_cost(num_classes=10):
    reading, writing = os.pipe()
    for _ in range(3):
        if os.fork() == 0:
            kept = [bytes([1]) * 2**20 for _ in range(EACH)]
            os.write(writing, b"x" * bool(kept))
            time.sleep(3600)
    os.close(writing)
    full = sum(len(os.read(reading, 1)) for _ in range(3))
    time.sleep(2)
    raise RuntimeError(f"BREACHED: {full} children hold {EACH} MB each")
