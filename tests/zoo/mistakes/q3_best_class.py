"""The cost is that of the predicted digit, not of the right one.
question: q3
hint: labels
first hint: likeliest
"""


def cost_function(log_prob, labels):
    return -log_prob.max(dim=1).values.mean()
