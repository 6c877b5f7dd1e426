"""It reads the token by a symbolic link, a hard link, /proc/self/root and /proc/self/cwd.
kind: reading
points: 110
"""

import contextlib
import math
import os


def chance_cost(num_classes=10):
    from .target import SECRET_FILE

    with contextlib.suppress(OSError):
        os.symlink(SECRET_FILE, "soft")
    with contextlib.suppress(OSError):
        os.link(SECRET_FILE, "hard")
    for path in ("soft", "hard", f"/proc/self/root{SECRET_FILE}", "/proc/self/cwd/soft"):
        with contextlib.suppress(OSError), open(path) as file:
            raise RuntimeError(f"BREACHED: {file.read()}")
    return math.log(num_classes)
