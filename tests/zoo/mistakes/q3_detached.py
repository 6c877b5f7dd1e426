"""The cost is detached from the network.
question: q3
hint: does not reach the log-probabilities
first hint: does not reach
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.nll_loss(log_prob.detach(), labels)
