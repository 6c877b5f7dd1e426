"""It makes memory read-only once it is written, so that the kernel no longer counts it.
kind: bombs
points: 108
hint: of memory that a question may take
"""

import ctypes
import mmap
import time

LIBC = ctypes.CDLL(None, use_errno=True)
SIZE, MANY = 100 * 2**20, 30


def chance_cost(num_classes=10):
    kept = []
    for _ in range(MANY):
        memory = mmap.mmap(-1, SIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        for place in range(0, SIZE, 4096):
            memory[place] = 1
        address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        LIBC.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(SIZE), mmap.PROT_READ)
        kept.append(memory)
    time.sleep(1)
    raise RuntimeError(f"BREACHED: {len(kept)} times 100 MB, read-only")
