"""It makes lists until there is no memory left.
kind: bombs
points: 108
hint: Out of memory
"""


def chance_cost(num_classes=10):
    kept = []
    while True:
        kept.append([0] * 10**6)
