"""Batch normalisation from scratch: running means as plain attributes, training told by gradients.
images: digits
"""

import torch
from torch import nn


class BatchNorm(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.gamma = nn.Parameter(torch.ones(num_features))
        self.beta = nn.Parameter(torch.zeros(num_features))
        self.running_mean = torch.zeros(num_features)
        self.running_var = torch.ones(num_features)

    def forward(self, x):
        dimensions = [0, *range(2, x.dim())]
        shape = (1, -1, *[1] * (x.dim() - 2))
        if torch.is_grad_enabled():
            mean, var = x.mean(dimensions), x.var(dimensions, unbiased=False)
            with torch.no_grad():
                self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
                self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        else:
            mean, var = self.running_mean, self.running_var
        self.normal = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + self.eps)
        self.out = self.gamma.view(shape) * self.normal + self.beta.view(shape)
        return self.out


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.net = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, num_hidden),
            BatchNorm(num_hidden),
            nn.Tanh(),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(dim=1),
        )

    def forward(self, images):
        return self.net(images)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        blocks, before = [], 1
        for after in channels:
            blocks += [nn.Conv2d(before, after, 5, padding=2, bias=False), BatchNorm(after)]
            blocks += [nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True)]
            before = after
        self.blocks = nn.Sequential(*blocks, nn.Flatten())
        self.hidden = nn.Linear(16 * before, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = torch.relu(self.hidden(self.blocks(images)))
        return torch.log_softmax(self.output(x), dim=1)
