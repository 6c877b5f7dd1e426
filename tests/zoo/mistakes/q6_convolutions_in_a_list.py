"""The convolutions are kept in a Python list.
question: q6
hint: registered
first hint: plain list
"""

from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        first, second, third = channels
        self.conv1 = nn.Conv2d(1, first, 5, padding=2)
        self.conv2 = nn.Conv2d(first, second, 5, padding=2)
        self.conv3 = nn.Conv2d(second, third, 5, padding=2)
        self.convolutions = [self.conv1, self.conv2, self.conv3]
        del self.conv1, self.conv2, self.conv3
        self.pool = nn.MaxPool2d(2, ceil_mode=True)
        self.hidden = nn.Linear(third * 16, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.pool(self.convolutions[0](images)).relu()
        x = self.pool(self.convolutions[1](x)).relu()
        x = self.pool(self.convolutions[2](x)).relu()
        x = self.hidden(x.flatten(1)).relu()
        return self.output(x).log_softmax(1)
