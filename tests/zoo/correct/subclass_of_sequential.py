"""Networks that are subclasses of Sequential, without a forward of their own.
images: grey
"""

from torch import nn


class MLP(nn.Sequential):
    def __init__(self, num_hidden=64):
        super().__init__(
            nn.Flatten(),
            nn.Linear(784, num_hidden),
            nn.Tanh(),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(1),
        )


class CNN(nn.Sequential):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        layers = []
        before = 1
        for after in channels:
            layers += [
                nn.Conv2d(before, after, 5, padding=2),
                nn.ReLU(),
                nn.MaxPool2d(2, ceil_mode=True),
            ]
            before = after
        layers += [nn.Flatten(), nn.Linear(16 * before, num_hidden), nn.ReLU()]
        super().__init__(*layers, nn.Linear(num_hidden, 10), nn.LogSoftmax(-1))
