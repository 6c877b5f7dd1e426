"""There are always 64 hidden units.
question: q2
hint: MLP(num_hidden=8) has 50,890 parameters
first hint: num_hidden makes no difference
"""

from torch import nn


class MLP(nn.Sequential):
    def __init__(self, num_hidden=64):
        super().__init__(
            nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10), nn.LogSoftmax(1)
        )
