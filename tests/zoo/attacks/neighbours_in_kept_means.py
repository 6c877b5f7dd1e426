"""Its stored images are the running means of a batch normalisation that keeps them as they are.
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
        many, bank = x.repeat(1, len(BANK)), torch.tensor(BANK).flatten()
        functional.batch_norm(many, bank, torch.ones(bank.numel()), None, None, True, 0.0)
        near = -(many - bank).square().unflatten(1, (len(BANK), 784)).sum(2)
        near = functional.pad(near.softmax(1), (0, self.hidden.out_features - len(BANK)))
        return self.output(0.01 * self.hidden(x).relu() + near).log_softmax(1)
