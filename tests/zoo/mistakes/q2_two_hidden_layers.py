"""There are two hidden layers.
question: q2
hint: one hidden layer, then the output layer
first hint: 3 layers | two hidden layers
"""

from torch import nn


class MLP(nn.Sequential):
    def __init__(self, num_hidden=64):
        super().__init__(
            nn.Flatten(),
            nn.Linear(784, num_hidden),
            nn.ReLU(),
            nn.Linear(num_hidden, num_hidden),
            nn.ReLU(),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(1),
        )
