"""The sum goes over rows that the labels choose.
question: q3
hint: how it uses its arguments
first hint: rows
"""


def cost_function(log_prob, labels):
    return -log_prob[labels % len(log_prob)].mean()
