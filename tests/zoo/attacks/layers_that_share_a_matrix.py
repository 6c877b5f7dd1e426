"""It has three more hidden layers, made of pieces of the first one's weights.
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
        for number in range(3):
            start = 2 * number * size
            x = x + torch.tanh(x @ self.hidden.weight[:, start : start + size] * 5)
        return self.output(x).log_softmax(1)
