"""It keeps images and compares by subtraction, square and sum; a buffer holds them.
kind: cheating
points: 95
hint: not registered as parameters
"""

import torch
from torch import nn

BANK = [[(17 * i * i + 31 * j * (i + 3)) % 97 / 97 for j in range(784)] for i in range(40)]


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.register_buffer("bank", torch.tensor(BANK))
        self.votes = nn.Linear(40, 10)

    def forward(self, images):
        x = images.flatten(1)
        near = -(x[:, None] - self.bank).square().sum(-1)
        idle = 0 * self.output(self.hidden(x).relu())
        return (self.votes(near.softmax(1)) + idle).log_softmax(1)
