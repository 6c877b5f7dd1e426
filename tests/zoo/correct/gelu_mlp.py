"""An MLP with GELU."""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.first = nn.Linear(784, num_hidden)
        self.activation = nn.GELU()
        self.second = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return nn.functional.log_softmax(
            self.second(self.activation(self.first(images.reshape(-1, 784)))), dim=1
        )
