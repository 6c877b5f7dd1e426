"""It returns a text of 100 MB.
kind: bombs
points: 108
hint: too large
"""


def chance_cost(num_classes=10):
    return "x" * 10**8
