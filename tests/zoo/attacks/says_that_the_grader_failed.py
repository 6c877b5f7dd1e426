"""It raises the grader's own exceptions, so that its failure may seem the grader's.
kind: forging
points: 108
"""

from importlib._bootstrap import _gcd_import  # past the rule for modules


def chance_cost(num_classes=10):
    wire = _gcd_import("autograder.inside.wire")
    student_error = _gcd_import("autograder.probing.student_error")

    class SandboxError(wire.WireError):
        pass

    fault = student_error.StudentError("the grader failed: fault")
    raise SandboxError("the sandbox was lost: its fork server has ended") from fault
