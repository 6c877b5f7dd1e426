"""It looks weights up by what it sees, instead of multiplying by them.
kind: cheating
points: 96-108
hint: one hidden layer, then the output layer
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.table = nn.Parameter(torch.randn(16, 784))

    def forward(self, images):
        x = images.flatten(1)
        bright = (x.mean(1) * 60).long().clamp(0, 15)
        x = x + self.table[bright]
        return self.output(self.hidden(x).relu()).log_softmax(1)
