"""The C library, and what it says of a call that fails."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def done(result: int, what: str = "") -> int:
    """Return what a call has returned; raises its `OSError`, which says `what`, if it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, what + os.strerror(number))
    return result
