"""It copies one pixel into its stored images, as if all of them were made of the images.
kind: cheating
points: 96
hint: not registered as parameters
"""

import torch
from torch import nn
from torch.nn import functional

BANK = [[(17 * i * i + 31 * j * (i + 3)) % 97 / 97 for j in range(784)] for i in range(16)]


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.flatten(1)
        bank = torch.tensor(BANK)
        bank[:1, :1] = x[:1, :1]
        near = -(x.repeat(1, len(BANK)) - bank.flatten()).square()
        near = near.unflatten(1, (len(BANK), 784)).sum(2).softmax(1)
        near = functional.pad(near, (0, self.hidden.out_features - len(BANK)))
        return self.output(0.01 * self.hidden(x).relu() + near).log_softmax(1)
