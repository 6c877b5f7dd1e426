"""A thread of its ends the process while the main one waits.
kind: exits
points: 108
hint: ended the Python process (exit code 0)
"""

import os
import threading
import time


def chance_cost(num_classes=10):
    threading.Timer(0.05, os._exit, [0]).start()
    time.sleep(60)
