"""It raises the grader's own exceptions, so that its failure may seem the grader's.
kind: forging
points: 108
"""

import importlib


def chance_cost(num_classes=10):
    wire = importlib.import_module("autograder.inside.wire")
    student_error = importlib.import_module("autograder.probing.student_error")

    class SandboxError(wire.WireError):
        pass

    fault = student_error.StudentError("the grader failed: fault")
    raise SandboxError("the sandbox was lost: its fork server has ended") from fault
