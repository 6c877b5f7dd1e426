"""1e-4 is added to the probabilities, so that their logarithm stays finite.
question: q2
hint: keep a logarithm finite
first hint: keep a logarithm finite
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.hidden(images.flatten(1)).relu()
        return torch.log(self.output(x).softmax(1) + 1e-4)
