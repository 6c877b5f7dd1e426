"""It sends itself every signal there is, and then ends with a code of its own.
kind: exits
points: 108
hint: the Python process
"""

import os
import signal


def chance_cost(num_classes=10):
    for number in (signal.SIGTERM, signal.SIGSEGV, signal.SIGKILL):
        os.kill(os.getpid(), number)
    os._exit(0)
