"""A CNN that asks adaptive pooling for 14, 7 and 4 pixels.
images: digits
"""

from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        inputs = (1,) + tuple(channels)
        layers = []
        for i, size in enumerate((14, 7, 4)):
            layers.append(nn.Conv2d(inputs[i], inputs[i + 1], 5, padding=2))
            layers.append(nn.AdaptiveMaxPool2d(size))
            layers.append(nn.ReLU())
        self.body = nn.Sequential(*layers)
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Linear(inputs[-1] * 4 * 4, num_hidden),
            nn.ReLU(),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(1),
        )

    def forward(self, images):
        return self.head(self.body(images))
