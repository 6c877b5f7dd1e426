"""It sends a datagram to the grader's machine.
kind: network
points: 110
"""

import contextlib
import math
import socket


def chance_cost(num_classes=10):
    from .target import UDP_PORT

    for address in ("127.0.0.1", "192.0.2.1"):
        with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as one:
            one.sendto(b"labels", (address, UDP_PORT))
    return math.log(num_classes)
