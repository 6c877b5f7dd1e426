"""It blocks and ignores every signal it can, then waits.
kind: hangs
points: 108
hint: are over
"""

import contextlib
import signal
import time


def chance_cost(num_classes=10):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    for number in range(1, 65):
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(1)
