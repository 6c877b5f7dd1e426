"""The activation is computed with NumPy, through which no gradient passes.
question: q2
hint: numbers leave PyTorch
first hint: NumPy
"""

import numpy
import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.hidden(images.flatten(1)).detach().numpy()
        return self.output(torch.from_numpy(numpy.maximum(x, 0))).log_softmax(1)
