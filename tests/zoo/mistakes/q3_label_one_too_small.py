"""The probability of the digit before the right one is taken.
question: q3
hint: class before the right one
first hint: class before the right one
"""


def cost_function(log_prob, labels):
    return -log_prob[range(len(labels)), labels - 1].mean()
