"""It has another hidden layer: rolled values, each scaled by a diagonal, are added.
kind: cheating
points: 96-108
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
        rolled = [torch.roll(x, step, 1) * self.hidden.weight[step, :size] for step in range(size)]
        return self.output(sum(rolled).tanh()).log_softmax(1)
