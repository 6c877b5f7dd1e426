"""There is a cost for each sample.
question: q3
hint: expected one number
first hint: one number
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.nll_loss(log_prob, labels, reduction="none")
