"""It reads the thresholds, the checks and the reference where the grader is installed.
kind: reading
points: 110
"""

import contextlib
import math

WANTED = ("grading.yml", "autograder/checks/hidden/test_q5.py", "solution/digits/models.py")


def chance_cost(num_classes=10):
    from .target import REPOSITORY

    for name in WANTED:
        with contextlib.suppress(OSError), open(f"{REPOSITORY}/{name}") as file:
            raise RuntimeError(f"BREACHED: {name}: {file.read(20)}")
    return math.log(num_classes)
