"""It connects to a server on the grader's machine, and to one far away.
kind: network
points: 110
"""

import contextlib
import math
import socket


def chance_cost(num_classes=10):
    from .target import PORT

    for address in (("127.0.0.1", PORT), ("localhost", PORT), ("192.0.2.1", 80)):
        with contextlib.suppress(OSError):
            socket.create_connection(address, timeout=0.5).close()
            raise RuntimeError(f"BREACHED: {address}")
    return math.log(num_classes)
