"""The cost is a Python number.
question: q3
hint: returned a float
first hint: returned a float
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.nll_loss(log_prob, labels).item()
