"""Networks with skip connections: around an activation, and around a convolution."""

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.hidden(images.flatten(1))
        x = x + x * torch.sigmoid(x)
        return self.output(x).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.conv1 = nn.Conv2d(1, a, 5, padding=2)
        self.conv2 = nn.Conv2d(a, b, 5, padding=2)
        self.conv3 = nn.Conv2d(b, c, 5, padding=2)
        self.norm = nn.BatchNorm2d(b)
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = functional.max_pool2d(self.conv1(images), 2).relu()
        y = self.norm(self.conv2(x))
        if y.shape == x.shape:
            y = y + x
        x = functional.max_pool2d(y, 2).relu()
        x = functional.max_pool2d(self.conv3(x), 2, ceil_mode=True).relu()
        return self.output(self.hidden(x.flatten(1)).relu()).log_softmax(1)
