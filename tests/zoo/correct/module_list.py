"""Networks that go through a ModuleList, with logsumexp instead of log-softmax."""

import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        sizes = [784, num_hidden, 10]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:]))

    def forward(self, images):
        x = images.flatten(1)
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.layers) - 1:
                x = F.silu(x)
        return x - x.logsumexp(dim=1, keepdim=True)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        widths = [1, *channels]
        self.convs = nn.ModuleList(
            [nn.Conv2d(widths[i], widths[i + 1], 5, padding=2) for i in range(3)]
        )
        self.dense = nn.ModuleList([nn.Linear(channels[-1] * 16, num_hidden)])
        self.dense.append(nn.Linear(num_hidden, 10))

    def forward(self, images):
        x = images
        for conv in self.convs:
            x = F.max_pool2d(F.relu(conv(x)), 2, ceil_mode=True)
        x = F.relu(self.dense[0](x.reshape(x.size(0), -1)))
        x = self.dense[1](x)
        return x - x.logsumexp(dim=1, keepdim=True)
