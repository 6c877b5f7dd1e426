"""The sign is wrong.
question: q3
hint: its sign is wrong
first hint: sign
"""


def cost_function(log_prob, labels):
    return log_prob.gather(1, labels[:, None]).mean()
