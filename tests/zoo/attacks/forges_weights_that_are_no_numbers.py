"""Its weights are NaN and infinite whenever somebody looks.
kind: forging
points: 96
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        if not self.training:
            with torch.no_grad():
                self.hidden.weight.fill_(float("nan"))
                self.output.weight.fill_(float("inf"))
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)
