"""It asks for root by sudo, su, setuid, and a user namespace in which it mounts.
kind: processes
points: 110
"""

import contextlib
import ctypes
import math
import os
import subprocess

NEW_USER, NEW_MOUNT = 0x10000000, 0x00020000


def chance_cost(num_classes=10):
    from .target import SECRET_FILE

    for command in (["sudo", "-n", "id", "-u"], ["su", "-c", "id -u"], ["pkexec", "id", "-u"]):
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            done = subprocess.run(
                command, capture_output=True, stdin=subprocess.DEVNULL, timeout=2, check=False
            )
            if done.stdout.strip() == b"0":
                raise RuntimeError(f"BREACHED: {command[0]}")
    if os.getuid() != 0:
        with contextlib.suppress(OSError):
            os.setuid(0)
            raise RuntimeError("BREACHED: setuid")
    libc = ctypes.CDLL(None, use_errno=True)
    child = os.fork()
    if child == 0:
        mine = libc.unshare(NEW_USER | NEW_MOUNT) == 0
        os._exit(1 if mine and libc.mount(b"proc", b"/proc", b"proc", 0, None) == 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise RuntimeError("BREACHED: it has mounted /proc")
    with contextlib.suppress(OSError), open(SECRET_FILE) as file:
        raise RuntimeError(f"BREACHED: {file.read()}")
    return math.log(num_classes)
