"""The cost is the squared error of the probabilities.
question: q3
hint: squared error
first hint: squared
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.mse_loss(log_prob.exp(), F.one_hot(labels, 10).float())
