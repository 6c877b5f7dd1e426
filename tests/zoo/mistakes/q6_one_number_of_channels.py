"""channels is taken for one number.
question: q6
hint: as `channels` is
first hint: as `channels` is
"""


class CNN(nn.Module):
    def __init__(self, channels=8, num_hidden=16):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 5, padding=2)
        self.conv2 = nn.Conv2d(channels, channels, 5, padding=2)
        self.conv3 = nn.Conv2d(channels, channels, 5, padding=2)
        self.pool = nn.MaxPool2d(2, ceil_mode=True)
        self.hidden = nn.Linear(channels * 16, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.pool(self.conv1(images)).relu()
        x = self.pool(self.conv2(x)).relu()
        x = self.pool(self.conv3(x)).relu()
        x = self.hidden(x.flatten(1)).relu()
        return self.output(x).log_softmax(1)
