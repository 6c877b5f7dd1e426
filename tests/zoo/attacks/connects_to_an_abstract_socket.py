"""It connects to a socket that has a name in no file system.
kind: network
points: 110
"""

import contextlib
import math
import socket


def chance_cost(num_classes=10):
    from .target import ABSTRACT_SOCKET

    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as one:
        one.connect(ABSTRACT_SOCKET)
        raise RuntimeError("BREACHED: connected")
    return math.log(num_classes)
