"""A CNN that pads 7 to 8 pixels before the last pooling."""

import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        c1, c2, c3 = channels
        self.conv1 = nn.Conv2d(1, c1, (5, 5), padding=(2, 2))
        self.conv2 = nn.Conv2d(c1, c2, (5, 5), padding=(2, 2))
        self.conv3 = nn.Conv2d(c2, c3, (5, 5), padding=(2, 2))
        self.lin1 = nn.Linear(c3 * 16, num_hidden)
        self.lin2 = nn.Linear(num_hidden, 10)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2(x), 2))
        x = F.pad(F.relu(self.conv3(x)), (0, 1, 0, 1))
        x = F.max_pool2d(x, 2)
        x = F.relu(self.lin1(x.view(-1, x[0].numel())))
        return F.log_softmax(self.lin2(x), dim=1)
