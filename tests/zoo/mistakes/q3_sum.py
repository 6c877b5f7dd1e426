"""The cost is the sum over the batch.
question: q3
hint: sum over the batch
first hint: sum
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.nll_loss(log_prob, labels, reduction="sum")
