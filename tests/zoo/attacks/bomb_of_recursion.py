"""It calls itself without end.
kind: bombs
points: 108
hint: RecursionError
"""


def chance_cost(num_classes=10):
    return chance_cost(num_classes)
