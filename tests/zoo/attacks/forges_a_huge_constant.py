"""Its network carries a constant of a gigabyte.
kind: forging
points: 95
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.register_buffer("ballast", torch.zeros(1).expand(2**28))
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.output(self.hidden(images.flatten(1)).relu()) + self.ballast[:10]
        return x.log_softmax(1)
