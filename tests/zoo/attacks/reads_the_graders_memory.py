"""It reads the memory of its parent and of the grader, in two ways.
kind: reading
points: 110
"""

import contextlib
import ctypes
import math
import os


def chance_cost(num_classes=10):
    from .target import GRADER_PID

    libc = ctypes.CDLL(None, use_errno=True)
    here = ctypes.create_string_buffer(64)
    address = id(chance_cost)  # a fork has much at the same addresses

    class Piece(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]

    ours, theirs = Piece(ctypes.addressof(here), 64), Piece(address, 64)
    for process in {GRADER_PID, os.getppid()} - {0}:
        with contextlib.suppress(OSError):
            os.close(os.open(f"/proc/{process}/mem", os.O_RDONLY))
            raise RuntimeError(f"BREACHED: the memory of {process} can be opened")
        got = libc.process_vm_readv(process, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0)
        if got > 0 or ctypes.get_errno() == 14:  # EFAULT: allowed, but nothing is there
            raise RuntimeError(f"BREACHED: the memory of {process} can be read")
    return math.log(num_classes)
