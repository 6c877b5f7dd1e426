"""A CNN whose last pooling has padding=1.
images: digits
"""

from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        c1, c2, c3 = channels
        self.model = nn.Sequential(
            nn.Conv2d(1, c1, 5, 1, 2),
            nn.ReLU(),
            nn.MaxPool2d(2, 2),
            nn.Conv2d(c1, c2, 5, 1, 2),
            nn.ReLU(),
            nn.MaxPool2d(2, 2),
            nn.Conv2d(c2, c3, 5, 1, 2),
            nn.ReLU(),
            nn.MaxPool2d(2, 2, padding=1),
            nn.Flatten(),
            nn.Linear(4 * 4 * c3, num_hidden),
            nn.ReLU(),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(dim=1),
        )

    def forward(self, x):
        return self.model(x)
