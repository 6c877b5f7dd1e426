"""It writes the training images into a buffer, to compare with later.
kind: cheating
points: 97-108
hint: more into the buffers
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        self.register_buffer("seen", torch.zeros(40, 784))

    def forward(self, images):
        x = images.flatten(1)
        near = x @ self.seen.T
        if self.training:
            self.seen = torch.cat([self.seen[1:], x[:1].detach()])
        return (self.output(self.hidden(x).relu()) + near[:, :10]).log_softmax(1)
