"""It keeps no images, but the places of their bright pixels, which it picks and sums up.
kind: cheating
points: 96
hint: tables of indices
"""

import torch
from torch import nn

BANK = [[(17 * i * i + 31 * j * (i + 3)) % 97 / 97 for j in range(784)] for i in range(40)]


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.register_buffer("places", (torch.tensor(BANK)[:, :100] * 783).long())

    def forward(self, images):
        x = images.flatten(1)
        near = x[:, self.places].sum(-1)
        return (self.output(self.hidden(x).relu()) + near[:, :10]).log_softmax(1)
