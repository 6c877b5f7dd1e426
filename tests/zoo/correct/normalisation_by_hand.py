"""Networks that normalise by hand: over the batch, with buffers updated in forward; over images."""

import torch
from torch import nn
from torch.nn import functional


class Normalise(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("variance", torch.ones(num_features))
        self.gain = nn.Parameter(torch.ones(num_features))
        self.offset = nn.Parameter(torch.zeros(num_features))

    def forward(self, x):
        mean, variance = self.mean, self.variance
        if self.training:
            mean, variance = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.mean = 0.9 * self.mean + 0.1 * mean
                self.variance.mul_(0.9).add_(0.1 * variance)
        return (x - mean) / torch.sqrt(variance + 1e-5) * self.gain + self.offset


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.norm = Normalise(num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.norm(self.hidden(images.flatten(1))).relu()
        z = self.output(x)
        z = z - z.max(1, keepdim=True).values
        return z - z.exp().sum(1, keepdim=True).log()


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        sizes = zip((1, *channels), channels)
        self.convolutions = nn.ModuleList([nn.Conv2d(a, b, 5, padding="same") for a, b in sizes])
        self.hidden = nn.Linear(16 * channels[2], num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images
        for convolution in self.convolutions:
            x = convolution(x)
            centred = x - x.mean((1, 2, 3), keepdim=True)
            x = centred / (centred.square().mean((1, 2, 3), keepdim=True) + 1e-5).sqrt()
            x = functional.max_pool2d(x, 2, ceil_mode=True).relu()
        return self.output(self.hidden(x.flatten(1)).relu()).log_softmax(1)
