"""The labels choose columns for all samples.
question: q3
hint: every sample
"""


def cost_function(log_prob, labels):
    return -log_prob[:, labels].mean()
