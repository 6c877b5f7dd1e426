"""A CNN of raw parameters, through F.conv2d and F.max_pool2d."""

import torch
import torch.nn.functional as F
from torch import nn


def weights(*shape):
    fan_in = torch.Size(shape[1:]).numel()
    return nn.Parameter((torch.rand(*shape) * 2 - 1) / fan_in**0.5)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        before = [1, *channels[:2]]
        self.kernels = nn.ParameterList([weights(c, b, 5, 5) for b, c in zip(before, channels)])
        self.biases = nn.ParameterList([nn.Parameter(torch.zeros(c)) for c in channels])
        self.w1 = weights(num_hidden, channels[2] * 16)
        self.b1 = nn.Parameter(torch.zeros(num_hidden))
        self.w2 = weights(10, num_hidden)
        self.b2 = nn.Parameter(torch.zeros(10))

    def forward(self, x):
        for kernel, bias in zip(self.kernels, self.biases):
            x = F.conv2d(x, kernel, bias, padding=2)
            x = F.max_pool2d(x, kernel_size=2, stride=2, ceil_mode=True).clamp(min=0)
        x = (x.flatten(1) @ self.w1.t() + self.b1).clamp(min=0)
        return (x @ self.w2.t() + self.b2).log_softmax(1)
