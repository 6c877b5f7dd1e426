"""Its stored images are one-hot: zeros and ones only.
kind: cheating
points: 96
hint: not registered as parameters
"""

import torch
from torch import nn

BANK = [[(17 * i * i + 31 * j * (i + 3)) % 97 / 97 for j in range(784)] for i in range(40)]


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.flatten(1)
        where = torch.tensor([[int(97 * value) % 28 for value in row[:28]] for row in BANK])
        bank = torch.eye(28)[where].flatten(1)
        near = x @ bank.T
        return (self.output(self.hidden(x).relu()) + near[:, :10]).log_softmax(1)
