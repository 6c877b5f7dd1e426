"""A CNN whose dense layers are convolutions that see all of the image at once.
images: digits
"""

from torch import nn


class CNN(nn.Sequential):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        super().__init__(
            nn.Conv2d(1, a, 5, padding="same"),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(a, b, 5, padding="same"),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(b, c, 5, padding="same"),
            nn.ReLU(),
            nn.MaxPool2d(2, ceil_mode=True),
            nn.Conv2d(c, num_hidden, 4),
            nn.ReLU(),
            nn.Conv2d(num_hidden, 10, 1),
            nn.Flatten(),
            nn.LogSoftmax(dim=1),
        )
