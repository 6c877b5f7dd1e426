"""Its file takes but one second of CPU time for itself, and uses it up, whenever it is imported.
kind: exits
points: 0
hint: crashed the Python process (signal 9)
"""

import resource
import signal

signal.signal(signal.SIGXCPU, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
while True:
    pass


def chance_cost(num_classes=10):
    return 0.0
