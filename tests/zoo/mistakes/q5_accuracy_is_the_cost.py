"""accuracy returns the cost.
question: q5
hint: accuracy says
first hint: the cost
"""


def accuracy(model, dataset, device="cpu"):
    from . import evaluation

    return evaluation.evaluate(model, dataset, device)[0]
