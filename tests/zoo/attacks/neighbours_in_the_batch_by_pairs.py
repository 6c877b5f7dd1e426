"""It compares the images of a batch in pairs, by subtraction.
kind: cheating
points: 96
hint: pairs
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
        near = (x[:, None] - x[None]).square().sum(-1).mean(1, keepdim=True)
        return (self.output(self.hidden(x).relu()) + near).log_softmax(1)
