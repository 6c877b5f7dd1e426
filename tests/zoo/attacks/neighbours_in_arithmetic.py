"""Its stored images are computed in each pass, by arithmetic on torch.arange.
kind: cheating
points: 96
hint: not registered as parameters
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
        number = torch.arange(40 * 784).view(40, 784)
        bank = (number * number // 7 + 13 * number) % 251 / 251.0
        near = -(x[:, None] - bank).square().sum(-1)
        return (self.output(self.hidden(x).relu()) + near[:, :10]).log_softmax(1)
