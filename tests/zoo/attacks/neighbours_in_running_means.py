"""It lets a batch normalisation copy the images into its running means, and compares those.
kind: cheating
points: 96
hint: not registered as parameters
"""

import torch
from torch import nn
from torch.nn import functional

BANK = [[(17 * i * i + 31 * j * (i + 3)) % 97 / 97 for j in range(784)] for i in range(64)]


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.flatten(1)
        copy, spread = torch.zeros(x.numel()), torch.ones(x.numel())
        functional.batch_norm(x.reshape(1, -1).repeat(2, 1), copy, spread, None, None, True, 1.0)
        near = (copy.view(x.shape) @ torch.tensor(BANK).T).softmax(1)
        near = near[:, : self.hidden.out_features]
        return self.output(0.01 * self.hidden(x).relu() + near).log_softmax(1)
