"""It has another hidden layer: a softmax of scaled values for each unit, of which it keeps one.
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
        scaled = [
            (x * self.hidden.weight[:, number]).log_softmax(1)[:, 0] for number in range(size)
        ]
        return self.output(torch.stack(scaled, 1)).log_softmax(1)
