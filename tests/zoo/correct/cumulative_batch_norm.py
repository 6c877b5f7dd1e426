"""Networks whose batch normalisation keeps plain averages, and local response normalisation."""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.norm = nn.BatchNorm1d(num_hidden, momentum=None)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return self.output(self.norm(self.hidden(images.flatten(1))).relu()).log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.features = nn.Sequential(
            nn.Conv2d(1, a, 5, padding=2),
            nn.MaxPool2d(2),
            nn.ReLU(),
            nn.LocalResponseNorm(3),
            nn.Conv2d(a, b, 5, padding=2),
            nn.BatchNorm2d(b, momentum=None),
            nn.MaxPool2d(2),
            nn.ReLU(),
            nn.Conv2d(b, c, 5, padding=2),
            nn.MaxPool2d(2, ceil_mode=True),
            nn.ReLU(),
            nn.Flatten(),
        )
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return self.output(self.hidden(self.features(images)).relu()).log_softmax(1)
