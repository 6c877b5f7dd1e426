"""It imports and inspects the grader's modules, down to the checks and the graph's executor.
kind: reading
points: 110
"""

import importlib
import math

WANTED = ("grading", "exam", "graph", "rubric", "checks.hidden.test_q5", "calibrate", "cli")


def chance_cost(num_classes=10):
    autograder = importlib.import_module("autograder")
    for name in WANTED:
        try:
            importlib.import_module(f"autograder.{name}")
        except ImportError:
            continue
        raise RuntimeError(f"BREACHED: autograder.{name} in {autograder.__path__}")
    return math.log(num_classes)
