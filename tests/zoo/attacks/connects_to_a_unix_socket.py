"""It connects to a socket in the file system, as a container engine or a desktop has.
kind: network
points: 110
not held: user process: a socket that its owner opened to everybody is open there
"""

import contextlib
import math
import socket


def chance_cost(num_classes=10):
    from .target import SOCKET

    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as one:
        one.connect(SOCKET)
        raise RuntimeError("BREACHED: connected")
    return math.log(num_classes)
