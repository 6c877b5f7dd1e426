"""It compares the images of a batch with each other.
kind: cheating
points: 96
hint: both depend on the images
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
        near = (x @ x.T).softmax(1) @ self.output(self.hidden(x).relu())
        return near.log_softmax(1)
