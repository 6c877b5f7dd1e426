"""The cost is in bits.
question: q3
hint: base 2
first hint: bits | base 2
"""

import math

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.nll_loss(log_prob, labels) / math.log(2)
