"""accuracy returns both numbers.
question: q5
hint: accuracy returned a list
"""


def accuracy(model, dataset, device="cpu"):
    from . import evaluation

    return evaluation.evaluate(model, dataset, device)
