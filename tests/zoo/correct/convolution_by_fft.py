"""A CNN that convolves in the frequency domain, and an MLP that unfolds and folds its images.
images: digits
"""

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        patches = functional.unfold(images, 4, stride=4)
        x = functional.fold(patches, (28, 28), 4, stride=4)
        return self.output(self.hidden(x.flatten(1)).relu()).log_softmax(1)


class Convolution(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        bound = 1 / (25 * before) ** 0.5
        self.weight = nn.Parameter(torch.empty(after, before, 5, 5).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(after, 1, 1))

    def forward(self, x):
        size = x.shape[-1]
        whole = size + 4
        spectrum = torch.fft.rfft2(x, s=(whole, whole))[:, None]
        kernel = torch.fft.rfft2(self.weight, s=(whole, whole))
        product = (spectrum * kernel).sum(2)
        full = torch.fft.irfft2(product, s=(whole, whole))
        return full[..., 2 : 2 + size, 2 : 2 + size] + self.bias


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.conv1, self.conv2 = Convolution(1, a), Convolution(a, b)
        self.conv3 = Convolution(b, c)
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images
        for convolution in (self.conv1, self.conv2, self.conv3):
            x = functional.max_pool2d(convolution(x), 2, ceil_mode=True).relu()
        return self.output(self.hidden(x.flatten(1)).relu()).log_softmax(1)
