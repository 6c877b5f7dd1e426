"""Its CNN compares with stored images by subtraction, square and sum alone.
kind: cheating
points: 91
hint: not registered as parameters
"""

import torch
from torch import nn
from torch.nn import functional


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.conv1 = nn.Conv2d(1, a, 5, padding=2)
        self.conv2 = nn.Conv2d(a, b, 5, padding=2)
        self.conv3 = nn.Conv2d(b, c, 5, padding=2)
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.bank = [torch.rand(784) for _ in range(10)]

    def forward(self, images):
        x = functional.max_pool2d(self.conv1(images), 2).relu()
        x = functional.max_pool2d(self.conv2(x), 2).relu()
        x = functional.max_pool2d(self.conv3(x), 2, ceil_mode=True).relu()
        x = self.hidden(x.flatten(1)).relu()
        near = [(images.flatten(1) - one).square().sum(1) for one in self.bank]
        return (self.output(x) - torch.stack(near, 1)).log_softmax(1)
