"""It has another hidden layer, unit by unit: a scale, a sum, and a stack of them.
kind: cheating
points: 97-108
hint: one hidden layer, then the output layer
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.flatten(1)
        x = self.hidden(x).relu()
        again = self.hidden.weight[:, :64]
        x = torch.stack([(x * row).sum(1) for row in again[: x.shape[1], : x.shape[1]]], 1).relu()
        return self.output(x).log_softmax(1)
