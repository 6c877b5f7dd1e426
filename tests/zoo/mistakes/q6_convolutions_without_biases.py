"""The convolutions are without biases.
question: q6
hint: expected 5,658
first hint: biases
"""

from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        layers = []
        for before, after in zip((1, *channels), channels):
            layers += [nn.Conv2d(before, after, 5, padding=2, bias=False), nn.ReLU()]
            layers += [nn.MaxPool2d(2, ceil_mode=True)]
        layers += [nn.Flatten(), nn.Linear(16 * channels[-1], num_hidden), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(num_hidden, 10), nn.LogSoftmax(1))

    def forward(self, images):
        return self.layers(images)
