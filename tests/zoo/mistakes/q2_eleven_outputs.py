"""There are eleven outputs.
question: q2
hint: returned the shape (1, 11)
first hint: (1, 11)
"""

from torch import nn


class MLP(nn.Sequential):
    def __init__(self, num_hidden=64):
        super().__init__(
            nn.Flatten(), nn.Linear(784, num_hidden), nn.ReLU(), nn.Linear(num_hidden, 11),
            nn.LogSoftmax(1),
        )  # fmt: skip
