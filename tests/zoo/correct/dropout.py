"""Networks with dropout before the last layer."""

import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.dropout = nn.Dropout(0.2)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.dropout(F.relu(self.hidden(images.flatten(1))))
        return F.log_softmax(self.output(x), 1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels[0], 5, padding="same")
        self.conv2 = nn.Conv2d(channels[0], channels[1], 5, padding="same")
        self.conv3 = nn.Conv2d(channels[1], channels[2], 5, padding="same")
        self.fc1 = nn.Linear(channels[2] * 16, num_hidden)
        self.fc2 = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = F.relu(F.max_pool2d(self.conv1(images), 2))
        x = F.relu(F.max_pool2d(self.conv2(x), 2))
        x = F.relu(F.max_pool2d(self.conv3(x), 2, ceil_mode=True))
        x = F.dropout(x.flatten(1), 0.05, training=self.training)
        x = F.relu(self.fc1(x))
        return F.log_softmax(self.fc2(x), 1)
