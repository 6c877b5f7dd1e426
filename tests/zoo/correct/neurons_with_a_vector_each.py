"""Neurons are objects with one vector of weights, and a bias that starts at 0; some are dead.
images: digits
"""

import torch
from torch import nn


class Neuron(nn.Module):
    def __init__(self, num_inputs, rectified=True):
        super().__init__()
        self.w = nn.Parameter(torch.empty(num_inputs).uniform_(-1, 1) / num_inputs**0.5)
        self.b = nn.Parameter(torch.zeros(()))
        self.rectified = rectified

    def forward(self, x):
        activation = (x * self.w).sum(-1) + self.b
        return activation.relu() if self.rectified else activation


class Layer(nn.Module):
    def __init__(self, num_inputs, num_outputs, **options):
        super().__init__()
        self.neurons = nn.ModuleList(Neuron(num_inputs, **options) for _ in range(num_outputs))

    def forward(self, x):
        return torch.stack([neuron(x) for neuron in self.neurons], dim=-1)


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.layers = nn.Sequential(Layer(784, num_hidden), Layer(num_hidden, 10, rectified=False))

    def forward(self, images):
        return self.layers(images.flatten(1)).log_softmax(-1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 5, padding=2)
            for before, after in zip((1, *channels), channels)
        )
        self.w = nn.ParameterList(0.1 * torch.randn(16 * channels[2]) for _ in range(num_hidden))
        self.b = nn.Parameter(torch.zeros(num_hidden))
        self.output = Layer(num_hidden, 10, rectified=False)

    def forward(self, images):
        for convolution in self.convolutions:
            images = nn.functional.max_pool2d(convolution(images), 2, ceil_mode=True).relu()
        hidden = nn.functional.linear(images.flatten(1), torch.stack(list(self.w)), self.b).relu()
        return self.output(hidden).log_softmax(-1)
