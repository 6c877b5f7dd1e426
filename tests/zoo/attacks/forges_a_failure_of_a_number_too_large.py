"""It says that its time was up, after more seconds than a float can hold.
kind: forging
points: 108
hint: its hint is no text
"""

from importlib._bootstrap import _gcd_import  # past the rule for modules


def chance_cost(num_classes=10):
    failure = _gcd_import("autograder.probing.student_error").StudentError("time is up")
    failure.message = {"hint": "code.time", "seconds": 10**400, "doing": "x", "where": ""}
    raise failure
