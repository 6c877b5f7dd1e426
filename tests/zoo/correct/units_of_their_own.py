"""Networks whose hidden units are layers of their own, and convolutions cut by negative padding.
images: digits
"""

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.units = nn.ModuleList(nn.Linear(784, 1) for _ in range(num_hidden))
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        flat = images.flatten(1)
        hidden = torch.cat([unit(flat) for unit in self.units], dim=1)
        return self.output(hidden.relu()).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 5, padding=4)
            for before, after in zip((1, *channels), channels)
        )
        self.units = nn.ModuleList(nn.Linear(16 * channels[2], 1) for _ in range(num_hidden))
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images
        for convolution in self.convolutions:
            x = functional.pad(convolution(x), (-2, -2, -2, -2))
            x = functional.max_pool2d(x, 2, ceil_mode=True).relu()
        flat = x.flatten(1)
        hidden = torch.cat([unit(flat) for unit in self.units], dim=1)
        return self.output(hidden.relu()).log_softmax(1)
