"""Networks that draw Python's random numbers in training, and add noise to their images."""

import random

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.flatten(1)
        if self.training and random.random() < 0.5:
            x = x + 0.05 * torch.randn_like(x)
        x = self.hidden(x)
        x = functional.rrelu(x, training=self.training)
        return self.output(x).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.convolutions = nn.ModuleList(
            [nn.Conv2d(before, after, 5, padding=2) for before, after in ((1, a), (a, b), (b, c))]
        )
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images
        if self.training:
            x = torch.roll(x, (random.randint(-1, 1), random.randint(-1, 1)), (2, 3))
        for convolution in self.convolutions:
            x = functional.max_pool2d(convolution(x), 2, ceil_mode=True).relu()
        return self.output(self.hidden(x.flatten(1)).relu()).log_softmax(1)
