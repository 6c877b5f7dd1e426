"""Log-probabilities below -100 count as -100.
question: q3
hint: a lower limit
first hint: a lower limit
"""


def cost_function(log_prob, labels):
    return nn.functional.nll_loss(log_prob.clamp(min=-100), labels)
