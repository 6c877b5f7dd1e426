"""It opens raw, packet and netlink sockets.
kind: network
points: 110
"""

import contextlib
import math
import socket


def chance_cost(num_classes=10):
    kinds = [
        (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
        (socket.AF_PACKET, socket.SOCK_RAW, 0x0300),
    ]
    for family, kind, protocol in kinds:
        with contextlib.suppress(OSError):
            socket.socket(family, kind, protocol)
            raise RuntimeError(f"BREACHED: a socket of family {family}")
    with contextlib.suppress(OSError):
        others = [name for _, name in socket.if_nameindex() if name != "lo"]
        if others:
            raise RuntimeError(f"BREACHED: devices {others}")
    return math.log(num_classes)
