"""It raises the grader's own exceptions, so that its failure may seem the grader's.
kind: forging
points: 108
"""


def chance_cost(num_classes=10):
    from autograder.inside import wire
    from autograder.probing.student_error import StudentError

    class SandboxError(wire.WireError):
        pass

    raise SandboxError("the warm parent was lost") from StudentError("the grader failed: fault")
