"""Its file takes but one second of CPU time for itself, and uses it up, to make a name it needs.
kind: exits
points: 108
hint: crashed the Python process (signal 9)
"""

import resource
import signal


def burn():
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass


BURNT = burn()


def chance_cost(num_classes=10):
    return BURNT or 0.0
