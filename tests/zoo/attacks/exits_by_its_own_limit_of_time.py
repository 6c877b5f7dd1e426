"""It takes but one second of CPU time for itself, and uses it up: the kernel kills it.
kind: exits
points: 108
hint: crashed the Python process (signal 9)
"""

import resource
import signal


def chance_cost(num_classes=10):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    used = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used, used))
    while True:
        pass
