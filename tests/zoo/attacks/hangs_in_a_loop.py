"""It never returns.
kind: hangs
points: 108
hint: are over
"""


def chance_cost(num_classes=10):
    while True:
        pass
