"""Its file closes the grader's wire and waits for ever, whenever it is imported.
kind: hangs
points: 0
"""

import contextlib
import os
import socket
import stat
import time

for descriptor in range(3, 256):
    with contextlib.suppress(OSError):
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            socket.socket(fileno=descriptor).shutdown(socket.SHUT_RDWR)
time.sleep(3600)


def chance_cost(num_classes=10):
    return 0.0
