"""The labels choose columns for all samples.
question: q3
hint: every sample
first hint: columns
"""


def cost_function(log_prob, labels):
    return -log_prob[:, labels].mean()
