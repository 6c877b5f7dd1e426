"""The output is made of NumPy's numbers.
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
        x = self.output(self.hidden(images.flatten(1)).relu())
        values = numpy.exp(x.detach().numpy().astype("float64"))
        return torch.tensor(numpy.log(values / values.sum(1, keepdims=True)), dtype=torch.float32)
