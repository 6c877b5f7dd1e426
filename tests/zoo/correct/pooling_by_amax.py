"""A CNN that pools by the maximum over a reshaped image."""

import torch.nn.functional as F
from torch import nn


def halve(x):
    """The maximum of each square of 2 x 2 pixels; an odd row and column are kept."""
    if x.shape[-1] % 2:
        x = F.pad(x, (0, 1, 0, 1), value=float("-inf"))
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).amax(dim=(3, 5))


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels[0], 5, padding=2)
        self.conv2 = nn.Conv2d(channels[0], channels[1], 5, padding=2)
        self.conv3 = nn.Conv2d(channels[1], channels[2], 5, padding=2)
        self.fc = nn.Linear(channels[2] * 4 * 4, num_hidden)
        self.out = nn.Linear(num_hidden, 10)

    def forward(self, x):
        for conv in (self.conv1, self.conv2, self.conv3):
            x = halve(conv(x)).relu()
        return self.out(self.fc(x.flatten(1)).relu()).log_softmax(1)
