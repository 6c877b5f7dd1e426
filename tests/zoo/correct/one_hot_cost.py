"""A cost written with one-hot labels and sums."""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    one_hot = F.one_hot(labels, num_classes=10).float()
    return -(one_hot * log_prob).sum() / len(labels)
