"""An MLP that multiplies from the left and stabilises its softmax."""

import math

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden_weight = nn.Parameter(torch.empty(num_hidden, 784))
        self.hidden_bias = nn.Parameter(torch.empty(num_hidden, 1))
        self.output_weight = nn.Parameter(torch.empty(10, num_hidden))
        self.output_bias = nn.Parameter(torch.zeros(10, 1))
        for parameter in (self.hidden_weight, self.hidden_bias):
            nn.init.uniform_(parameter, -1 / 28, 1 / 28)
        nn.init.normal_(self.output_weight, std=0.5 / math.sqrt(num_hidden))

    def forward(self, images):
        x = images.flatten(1).T
        h = torch.maximum(self.hidden_weight @ x + self.hidden_bias, torch.tensor(0.0))
        z = (self.output_weight @ h + self.output_bias).T
        z = z - z.max(dim=1, keepdim=True).values
        return z - z.exp().sum(1, keepdim=True).log()
