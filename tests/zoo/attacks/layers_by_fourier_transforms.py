"""It has two more hidden layers: transformed values are scaled and transformed back.
kind: cheating
points: 97-108
hint: then the output layer
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        start = torch.eye(784)[0]
        self.first = nn.Parameter(start + 0.01 * torch.randn(784))
        self.second = nn.Parameter(start + 0.01 * torch.randn(784))
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.flatten(1)
        for weights in (self.first, self.second):
            x = torch.fft.irfft(torch.fft.rfft(x) * torch.fft.rfft(weights), n=784).relu()
        return self.output(self.hidden(x).relu()).log_softmax(1)
