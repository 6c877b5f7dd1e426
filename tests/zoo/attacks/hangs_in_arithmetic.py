"""It computes a number of 370 million digits, in C, where no Python signal handler runs.
kind: hangs
points: 108
"""


def chance_cost(num_classes=10):
    return len(str(9**9**9))
