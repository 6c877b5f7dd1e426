"""It takes memory that is in no process's account: memfd, System V's, and mappings of /dev/zero.
kind: bombs
points: 110
"""

import contextlib
import ctypes
import math
import mmap
import os

SIZE = 2 * 2**30
LIBC = ctypes.CDLL(None, use_errno=True)


def chance_cost(num_classes=10):
    with contextlib.suppress(OSError):
        descriptor = os.memfd_create("nobody")
        for start in range(0, SIZE, 2**20):
            os.pwrite(descriptor, bytes(2**20), start)
        raise RuntimeError("BREACHED: a memfd")
    with contextlib.suppress(OSError):
        zeros = mmap.mmap(os.open("/dev/zero", os.O_RDWR), SIZE, mmap.MAP_SHARED)
        for place in range(0, SIZE, 4096):
            zeros[place] = 1
        raise RuntimeError("BREACHED: a mapping of /dev/zero")
    if LIBC.shmget(0, ctypes.c_size_t(SIZE), 0o1600) >= 0:
        raise RuntimeError("BREACHED: a segment of System V's")
    return math.log(num_classes)
