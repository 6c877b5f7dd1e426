"""It never returns.
kind: hangs
points: 100
hint: are over
"""


def chance_cost(num_classes=10):
    while True:
        pass
