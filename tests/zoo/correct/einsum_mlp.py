"""An MLP written with einsum over rows and columns, without flattening.
images: digits
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.templates = nn.Parameter(torch.randn(num_hidden, 28, 28) / 28)
        self.offsets = nn.Parameter(torch.zeros(num_hidden))
        self.votes = nn.Parameter(torch.randn(num_hidden, 10) * 0.1)
        self.prior = nn.Parameter(torch.zeros(10))

    def forward(self, images):
        hidden = torch.einsum("nchw,khw->nk", images, self.templates) + self.offsets
        scores = torch.einsum("nk,kd->nd", torch.relu(hidden), self.votes) + self.prior
        return torch.log_softmax(scores, dim=1)
