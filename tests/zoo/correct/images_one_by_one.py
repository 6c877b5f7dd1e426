"""A network that takes its images one by one, and one whose layer has a part for each row.
images: digits
"""

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        # the rows of pixels at the edge are blank on every digit
        self.rows = nn.ModuleList(nn.Linear(28, num_hidden, bias=row == 0) for row in range(28))
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        hidden = 0
        for number, row in enumerate(self.rows):
            hidden = hidden + row(images[:, 0, number])
        return self.output(torch.relu(hidden)).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        before = (1, *channels)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(inputs, outputs, 5, padding="same")
            for inputs, outputs in zip(before, channels)
        )
        self.hidden = nn.Linear(16 * channels[2], num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def read(self, image):
        x = image
        for convolution in self.convolutions:
            x = functional.max_pool2d(convolution(x), 2, ceil_mode=True).relu()
        return self.output(self.hidden(x.reshape(-1)).relu()).log_softmax(0)

    def forward(self, images):
        return torch.stack([self.read(image) for image in images])
