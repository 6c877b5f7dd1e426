"""Two threads of its wait for each other.
kind: hangs
points: 108
hint: are over
"""

import threading
import time


def chance_cost(num_classes=10):
    first, second = threading.Lock(), threading.Lock()

    def cross(one, other):
        with one:
            time.sleep(0.2)
            other.acquire()

    crossing = threading.Thread(target=cross, args=(first, second))
    crossing.start()
    cross(second, first)
    crossing.join()
