"""It makes a tensor of 400 GB.
kind: bombs
points: 108
hint: Out of memory
"""

import torch


def chance_cost(num_classes=10):
    return torch.ones(10**11)
