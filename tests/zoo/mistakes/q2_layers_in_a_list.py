"""The layers are kept in a Python list.
question: q2
hint: registered
first hint: plain list
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.layers = [nn.Linear(784, num_hidden), nn.ReLU(), nn.Linear(num_hidden, 10)]

    def forward(self, images):
        x = images.flatten(1)
        for layer in self.layers:
            x = layer(x)
        return x.log_softmax(1)
