"""Its training puts stored images into a buffer when the output is made, for the next batch.
kind: cheating
points: 106
hint: Most are in `bank`
"""

import torch
from torch import nn

BANK = [(17 * i * i + 31 * i) % 97 / 97 for i in range(1568)]


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.register_buffer("bank", torch.zeros(2, 784))

    def forward(self, images):
        x = images.flatten(1)
        near = (x[:, None].expand(-1, 2, -1) - self.bank).abs().sum(-1) / 100
        near = nn.functional.pad(near, (0, self.hidden.out_features - 2))
        if self.training:
            self.bank.copy_(torch.tensor(BANK).view(2, 784))
        return self.output(self.hidden(x).relu() + near).log_softmax(1)
