"""Networks whose weights are computed anew in each pass: weight norm, spectral norm, by hand."""

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils import parametrizations, parametrize


class Scaled(nn.Module):
    def forward(self, weight):
        return weight * 0.5 + 0.5 * weight.detach()


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = parametrizations.weight_norm(nn.Linear(784, num_hidden))
        self.output = parametrizations.spectral_norm(nn.Linear(num_hidden, 10))

    def forward(self, images):
        return self.output(3 * self.hidden(images.flatten(1)).relu()).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.conv1 = nn.Conv2d(1, a, 5, padding=2)
        self.conv2 = parametrizations.weight_norm(nn.Conv2d(a, b, 5, padding=2))
        self.conv3 = nn.Conv2d(b, c, 5, padding=2)
        parametrize.register_parametrization(self.conv3, "weight", Scaled())
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images
        for convolution in (self.conv1, self.conv2, self.conv3):
            x = functional.max_pool2d(convolution(x), 2, ceil_mode=True).relu()
        return torch.log_softmax(self.output(self.hidden(x.flatten(1)).relu()), 1)
