"""Half precision inside forward, by autocast and by hand; noise from a generator of its own."""

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.generator = torch.Generator().manual_seed(0)

    def forward(self, images):
        x = images.flatten(1)
        if self.training:
            x = x + 0.05 * torch.randn(x.shape, generator=self.generator)
        x = self.hidden(x).bfloat16().relu().float()
        return self.output(x).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 5, padding=2)
            for before, after in zip((1, *channels), channels)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(count) for count in channels)
        self.hidden = nn.Linear(16 * channels[2], num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = images
            for convolution, norm in zip(self.convolutions, self.norms):
                x = functional.max_pool2d(norm(convolution(x)), 2, ceil_mode=True).relu()
            scores = self.output(self.hidden(x.flatten(1)).relu())
        return scores.float().log_softmax(1)
