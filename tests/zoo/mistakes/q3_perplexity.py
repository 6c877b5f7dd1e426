"""The cost is the perplexity: the exponential of the mean.
question: q3
hint: cost is
first hint: exponential | exp | perplexity | logarithm
"""

from torch.nn import functional as F


def cost_function(log_prob, labels):
    return F.nll_loss(log_prob, labels).exp()
