"""accuracy returns both numbers.
question: q5
hint: accuracy returned a list
first hint: a list | a pair
"""


def accuracy(model, dataset, device="cpu"):
    from . import evaluation

    return evaluation.evaluate(model, dataset, device)
