"""The sum is divided by 32, whatever the batch.
question: q3
hint: number of samples
first hint: number of samples
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.nll_loss(log_prob, labels, reduction="sum") / 32
