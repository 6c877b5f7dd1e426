"""It adds a table of fourteen dimensions, of which somebody has to say how regular it is.
kind: hangs
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
        self.register_buffer("table", torch.linspace(0, 1, 2**14).sin())

    def forward(self, images):
        x = images.flatten(1)
        wide = x[:, :1].reshape([-1] + [1] * 14) + self.table.view([2] * 14)
        x = x + wide.flatten(1)[:, :784]
        return self.output(self.hidden(x).relu()).log_softmax(1)
