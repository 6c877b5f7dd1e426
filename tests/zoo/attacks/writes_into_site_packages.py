"""It puts a file among the installed packages that every Python runs when it starts.
kind: writing
points: 110
"""

import contextlib
import math
import sysconfig


def chance_cost(num_classes=10):
    from .target import MARKER

    folder = sysconfig.get_paths()["purelib"]
    for name in (f"{MARKER}.pth", "sitecustomize.py"):
        with contextlib.suppress(OSError), open(f"{folder}/{name}", "a") as file:
            file.write("import this\n")
            raise RuntimeError(f"BREACHED: {name}")
    return math.log(num_classes)
