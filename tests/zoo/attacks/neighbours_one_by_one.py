"""It compares with one image after the other, each a literal of its own in forward.
kind: cheating
points: 96
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

    def forward(self, images):
        x = images.flatten(1)
        distances = [(x - torch.tensor(row)).abs().sum(1) for row in BANK]
        near = torch.stack(distances, 1)[:, :10]
        return (self.output(self.hidden(x).relu()) - near).log_softmax(1)
