"""A CNN whose images and weights lie in memory channel by channel last, flattened in that order."""

import torch
from torch import nn
from torch.nn import functional


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        sizes = (1, *channels)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 5, padding=2) for before, after in zip(sizes, channels)
        )
        self.hidden = nn.Linear(16 * channels[-1], num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.to(memory_format=torch.channels_last)

    def forward(self, images):
        x = images.contiguous(memory_format=torch.channels_last)
        for convolution in self.convolutions:
            x = functional.relu(functional.max_pool2d(convolution(x), 2, ceil_mode=True))
        x = x.permute(0, 2, 3, 1).reshape(len(x), -1)
        return functional.log_softmax(self.output(functional.relu(self.hidden(x))), dim=1)
