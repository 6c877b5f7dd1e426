"""It answers every check with megabytes of terminal escapes for the report.
kind: bombs
points: 95
"""


def evaluate(model, dataset, device="cpu"):
    raise ValueError("\x1b[" * 500_000 + "\x1b]0;" * 100_000)


def accuracy(model, dataset, device="cpu"):
    raise ValueError("\u202e<b>" * 200_000)


def chance_cost(num_classes=10):
    print("\x9b" * 10**6)
    raise ValueError("/submission/" * 300_000)
