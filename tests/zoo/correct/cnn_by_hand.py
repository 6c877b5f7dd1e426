"""A CNN that unfolds its images and multiplies matrices, with a rectifier of its own."""

import torch
from torch import nn
from torch.nn import functional


class Rectify(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        positive = x > 0
        context.save_for_backward(positive)
        return x * positive

    @staticmethod
    def backward(context, gradient):
        (positive,) = context.saved_tensors
        return gradient * positive


class Convolution(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.kernels = nn.Parameter(torch.randn(after, before * 25) / (before * 25) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(after, 1))

    def forward(self, x):
        count, _, height, width = x.shape
        patches = functional.unfold(x, 5, padding=2)
        return (self.kernels @ patches + self.bias).view(count, -1, height, width)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.convolutions = nn.ModuleList([Convolution(1, a), Convolution(a, b), Convolution(b, c)])
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images
        for convolution in self.convolutions:
            x = Rectify.apply(functional.max_pool2d(convolution(x), 2, ceil_mode=True))
        x = Rectify.apply(self.hidden(x.flatten(1)))
        return functional.log_softmax(self.output(x), dim=1)
