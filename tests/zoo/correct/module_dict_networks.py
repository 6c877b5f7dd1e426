"""Networks whose layers are kept in a ModuleDict, or in an OrderedDict of a Sequential."""

from collections import OrderedDict

import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.layers = nn.ModuleDict(
            {"fc1": nn.Linear(784, num_hidden), "act": nn.Tanh(), "fc2": nn.Linear(num_hidden, 10)}
        )

    def forward(self, x):
        out = x.reshape(x.size(0), -1)
        for name, layer in self.layers.items():
            out = layer(out)
        return F.log_softmax(out, dim=-1)


def conv_block(index, c_in, c_out):
    return OrderedDict(
        [
            (f"conv{index}", nn.Conv2d(c_in, c_out, 5, padding="same")),
            (f"relu{index}", nn.ReLU(inplace=True)),
            (f"pool{index}", nn.MaxPool2d(2, ceil_mode=True)),
        ]
    )


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        sizes = [1, *channels]
        parts = OrderedDict()
        for i, (a, b) in enumerate(zip(sizes[:-1], sizes[1:]), start=1):
            parts |= conv_block(i, a, b)
        self.features = nn.Sequential(parts)
        self.classifier = nn.Sequential(
            OrderedDict(
                flatten=nn.Flatten(),
                fc1=nn.Linear(sizes[-1] * 4 * 4, num_hidden),
                relu=nn.ReLU(),
                fc2=nn.Linear(num_hidden, 10),
                logp=nn.LogSoftmax(dim=1),
            )
        )

    def forward(self, x):
        return self.classifier(self.features(x))
