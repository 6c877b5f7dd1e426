"""It returns a tensor that takes four bytes, and 40 GB once it is written out.
kind: bombs
points: 108
"""

import torch


def chance_cost(num_classes=10):
    return torch.zeros(1).expand(10**10)
