"""It returns a list nested ten thousand deep, which somebody has to take apart.
kind: bombs
points: 108
"""


def chance_cost(num_classes=10):
    nested = []
    for _ in range(10_000):
        nested = [nested]
    return nested
