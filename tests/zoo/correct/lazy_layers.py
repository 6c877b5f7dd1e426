"""Networks of lazy layers, which learn their sizes from a first run."""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.LazyLinear(num_hidden)
        self.output = nn.LazyLinear(10)

    def forward(self, images):
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        blocks = []
        for width in channels:
            blocks.append(nn.LazyConv2d(width, 5, padding="same"))
            blocks.append(nn.MaxPool2d(2, ceil_mode=True))
            blocks.append(nn.ReLU())
        self.features = nn.Sequential(*blocks, nn.Flatten())
        self.classifier = nn.Sequential(
            nn.LazyLinear(num_hidden), nn.ReLU(), nn.LazyLinear(10), nn.LogSoftmax(1)
        )
        self(torch.zeros(1, 1, 28, 28))

    def forward(self, images):
        return self.classifier(self.features(images))
