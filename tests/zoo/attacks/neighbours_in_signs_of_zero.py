"""Its stored images are black and white, as zeros that differ only in their sign.
kind: cheating
points: 96
hint: not registered as parameters
"""

import torch
from torch import nn

BANK = [[(17 * i * i + 31 * j * (i + 3)) % 97 > 48 for j in range(784)] for i in range(40)]


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.flatten(1)
        bank = torch.where(torch.tensor(BANK), -0.0, 0.0)
        near = torch.copysign(x[:, None], bank).sum(2)
        near = nn.functional.pad(near / 100, (0, 24))[:, : self.hidden.out_features]
        return self.output(0.01 * self.hidden(x).relu() + near).log_softmax(1)
