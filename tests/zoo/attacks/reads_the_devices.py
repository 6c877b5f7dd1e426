"""It reads disks, physical memory and the kernel's tables.
kind: reading
points: 110
"""

import contextlib
import glob
import math

DISKS = [
    path for kind in ("sd", "vd", "nvme", "dm-", "loop") for path in glob.glob(f"/dev/{kind}*")
]


def chance_cost(num_classes=10):
    for path in ("/dev/mem", "/dev/kmem", "/dev/port", "/proc/kcore", "/dev/kmsg", *DISKS):
        with contextlib.suppress(OSError), open(path, "rb") as file:
            file.read(16)
            raise RuntimeError(f"BREACHED: {path}")
    return math.log(num_classes)
