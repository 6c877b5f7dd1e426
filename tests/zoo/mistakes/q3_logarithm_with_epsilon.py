"""Probabilities get a small number before the logarithm.
question: q3
hint: leaving the logarithm
first hint: leaving the logarithm
"""

import torch


def cost_function(log_prob, labels):
    right = log_prob.exp()[torch.arange(len(labels)), labels]
    return -torch.log(right + 1e-8).mean()
