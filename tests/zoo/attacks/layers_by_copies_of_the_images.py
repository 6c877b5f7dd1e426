"""It has another hidden layer: it scales a copy of the values for each unit, and sums.
kind: cheating
points: 97-108
hint: one hidden layer, then the output layer
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
        x = self.hidden(x).relu()
        size = x.shape[1]
        copies = torch.stack([x + number for number in range(size)], 1)
        x = (copies * self.hidden.weight[:, :size]).sum(-1).tanh()
        return self.output(x).log_softmax(1)
