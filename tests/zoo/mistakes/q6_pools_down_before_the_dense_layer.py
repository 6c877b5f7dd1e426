"""The last pooling rounds down, and the dense layer expects what rounding up leaves.
question: q6
hint: rounded an odd size down
first hint: rounded an odd size down
images: odd
"""

from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        first, second, third = channels
        self.conv1 = nn.Conv2d(1, first, 5, padding=2)
        self.conv2 = nn.Conv2d(first, second, 5, padding=2)
        self.conv3 = nn.Conv2d(second, third, 5, padding=2)
        self.pool = nn.MaxPool2d(2)
        self.hidden = nn.Linear(16 * third, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.pool(self.conv1(images)).relu()
        x = self.pool(self.conv2(x)).relu()
        x = self.pool(self.conv3(x)).relu()
        x = self.hidden(x.flatten(1)).relu()
        return self.output(x).log_softmax(1)
