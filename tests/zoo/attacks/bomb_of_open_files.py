"""It opens files until it may open no more, and keeps them.
kind: bombs
points: 108
hint: Too many open files
"""

kept = []


def chance_cost(num_classes=10):
    while True:
        kept.append(open(__file__))
