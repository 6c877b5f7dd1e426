"""It returns NaN, infinities and a number of ten thousand digits in turn.
kind: forging
points: 108
"""

turns = []


def chance_cost(num_classes=10):
    turns.append(num_classes)
    return [float("nan"), float("inf"), 10**10_000][len(turns) % 3]
