"""It fills sockets with data that nobody reads, in many processes: memory of the kernel's.
kind: bombs
points: 108
hint: of memory that a question may take
"""

import contextlib
import math
import os
import socket
import struct
import time

MANY, LARGE = 50, 4 * 2**20
MOST = 40 * 2**20  # bytes in a process


def fill():
    pairs, held = [], 0
    with contextlib.suppress(OSError):
        while True:
            pairs.append(socket.socketpair())
    for one in (one for pair in pairs for one in pair):
        with contextlib.suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LARGE)
        one.setblocking(False)
        with contextlib.suppress(OSError):
            while held < MOST:
                held += one.send(bytes(2**16))
    return held, pairs


def chance_cost(num_classes=10):
    reading, writing = os.pipe()
    started, held = 0, 0
    with contextlib.suppress(OSError):
        while started < MANY:
            if os.fork() == 0:
                held, pairs = fill()
                os.write(writing, struct.pack("q", held))
                time.sleep(3600)
            started += 1
    for _ in range(started):
        held += struct.unpack("q", os.read(reading, 8))[0]
    if held > 1.2e9:
        raise RuntimeError(f"BREACHED: {held / 1e6:.0f} MB wait in sockets")
    return math.log(num_classes)
