"""It hides a weight in a value that depends on the images: weight + 0 * images.sum().
kind: cheating
points: 95
hint: both depend on the images
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.more = nn.Parameter(torch.randn(64, 64) / 8)

    def forward(self, images):
        x = images.flatten(1)
        x = self.hidden(x).relu()
        x = (x @ (self.more + 0 * images.sum())).relu()
        return self.output(x).log_softmax(1)
