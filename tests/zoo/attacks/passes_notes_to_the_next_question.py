"""It leaves notes while q5 is checked: files, shared memory, queues, keys. It finds them in q7?
kind: writing
points: 110
not held: process: files of the grader's own user stay in /dev/shm
"""

import contextlib
import ctypes
import math

FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", ".", "..", "/submission")
KEY, SESSION, USER = 0x5EC12E7, -3, -4
ADD_KEY, KEYCTL, SEARCH, READ = 248, 250, 10, 11


def chance_cost(num_classes=10):
    from .target import MARKER

    for folder in FOLDERS:
        with contextlib.suppress(OSError), open(f"{folder}/{MARKER}-note", "w") as file:
            file.write("note")
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmget(KEY, 4096, 0o1666)
    libc.msgget(KEY, 0o1666)
    libc.semget(KEY, 1, 0o1666)
    name = f"{MARKER}-note".encode()
    for ring in (SESSION, USER):
        libc.syscall(ADD_KEY, b"user", name, b"note", 4, ring)
    return math.log(num_classes)


reference = globals().get("run_experiments")


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .target import MARKER

    for folder in FOLDERS:
        with contextlib.suppress(OSError), open(f"{folder}/{MARKER}-note") as file:
            raise RuntimeError(f"BREACHED: a file in {folder}: {file.read()}")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.shmget(KEY, 0, 0) >= 0 or libc.msgget(KEY, 0) >= 0 or libc.semget(KEY, 0, 0) >= 0:
        raise RuntimeError("BREACHED: shared memory, a queue or a semaphore")
    for ring in (SESSION, USER):
        if libc.syscall(KEYCTL, SEARCH, ring, b"user", f"{MARKER}-note".encode(), 0) >= 0:
            raise RuntimeError("BREACHED: a key in the kernel")
    return reference(grid, training_data, validation_data, epochs)
