"""The arguments are given to the constructor of the loss.
question: q3
hint: called afterwards
first hint: called afterwards
"""

from torch import nn


def cost_function(log_prob, labels):
    return nn.NLLLoss(log_prob, labels)
