"""It raises its own limits, and those of its children.
kind: processes
points: 110
"""

import contextlib
import math
import resource

NAMES = ("RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_FSIZE")


def chance_cost(num_classes=10):
    for name in NAMES:
        soft, hard = resource.getrlimit(getattr(resource, name))
        for limits in ((hard + 1, hard + 1), (-1, -1)):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(getattr(resource, name), limits)
                raise RuntimeError(f"BREACHED: {name}")
    return math.log(num_classes)
