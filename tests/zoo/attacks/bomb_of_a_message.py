"""Its exception has a message of 100 MB.
kind: bombs
points: 108
"""


def chance_cost(num_classes=10):
    raise ValueError("x" * 10**8)
