"""The padding is that of a kernel of 3 x 3, so every convolution makes the image smaller.
question: q6
hint: which padding keeps the size
first hint: which padding keeps the size
"""

from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        first, second, third = channels
        self.conv1 = nn.Conv2d(1, first, 5, padding=1)
        self.conv2 = nn.Conv2d(first, second, 5, padding=1)
        self.conv3 = nn.Conv2d(second, third, 5, padding=1)
        self.pool = nn.MaxPool2d(2, ceil_mode=True)
        self.hidden = nn.Linear(16 * third, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.pool(self.conv1(images)).relu()
        x = self.pool(self.conv2(x)).relu()
        x = self.pool(self.conv3(x)).relu()
        x = self.hidden(x.flatten(1)).relu()
        return self.output(x).log_softmax(1)
