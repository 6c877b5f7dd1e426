"""It goes up the call stack and looks for what it is compared with.
kind: reading
points: 110
"""

import math
import sys

WANTED = ("hidden_labels", "hidden_images", "threshold", "rubric", "exam", "digits", "check")


def chance_cost(num_classes=10):
    frame = sys._getframe()
    while frame is not None:
        found = [name for name in WANTED if name in frame.f_locals or name in frame.f_globals]
        if found:
            raise RuntimeError(f"BREACHED: {found} in {frame.f_code.co_name}")
        frame = frame.f_back
    return math.log(num_classes)
