"""Networks that make their layers in the first call, and have no bias where one is not needed."""

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.num_hidden = num_hidden
        self.hidden = None

    def forward(self, images):
        x = images.flatten(1)
        if self.hidden is None:
            self.hidden = nn.Linear(x.shape[1], self.num_hidden)
            self.output = nn.Linear(self.num_hidden, 10)
        return self.output(torch.tanh(self.hidden(x))).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.convolutions = nn.ModuleList([nn.LazyConv2d(one, 5, padding=2) for one in channels])
        self.hidden = nn.LazyLinear(num_hidden)
        self.output = nn.LazyLinear(10)

    def forward(self, images):
        x = images
        for convolution in self.convolutions:
            x = functional.max_pool2d(convolution(x), 2, ceil_mode=True).relu()
        return self.output(self.hidden(x.flatten(1)).relu()).log_softmax(1)
