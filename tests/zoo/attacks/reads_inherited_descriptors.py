"""It looks through the descriptors it was born with for files, folders and processes.
kind: reading
points: 110
"""

import contextlib
import math
import os
import stat

before = {}
for number in range(3, 256):
    with contextlib.suppress(OSError):
        before[number] = os.fstat(number)


def chance_cost(num_classes=10):
    for number, about in before.items():
        kind = stat.S_IFMT(about.st_mode)
        if kind not in (stat.S_IFSOCK, stat.S_IFCHR):
            raise RuntimeError(f"BREACHED: descriptor {number} of kind {kind:o}")
    if sum(stat.S_ISSOCK(about.st_mode) for about in before.values()) > 1:
        raise RuntimeError("BREACHED: more sockets than its own")
    return math.log(num_classes)
