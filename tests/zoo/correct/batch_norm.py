"""Networks with batch normalisation before every activation."""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.net = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, num_hidden, bias=False),
            nn.BatchNorm1d(num_hidden),
            nn.ReLU(inplace=True),
            nn.Linear(num_hidden, 10),
        )

    def forward(self, images):
        return self.net(images).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.conv1, self.norm1 = nn.Conv2d(1, a, 5, padding=2), nn.BatchNorm2d(a)
        self.conv2, self.norm2 = nn.Conv2d(a, b, 5, padding=2), nn.BatchNorm2d(b)
        self.conv3, self.norm3 = nn.Conv2d(b, c, 5, padding=2), nn.BatchNorm2d(c)
        self.pool = nn.MaxPool2d(2, ceil_mode=True)
        self.fc1 = nn.Linear(c * 4 * 4, num_hidden)
        self.fc2 = nn.Linear(num_hidden, 10)

    def forward(self, x):
        x = self.pool(self.norm1(self.conv1(x)).relu())
        x = self.pool(self.norm2(self.conv2(x)).relu())
        x = self.pool(self.norm3(self.conv3(x)).relu())
        x = self.fc1(x.flatten(1)).relu()
        return self.fc2(x).log_softmax(1)
