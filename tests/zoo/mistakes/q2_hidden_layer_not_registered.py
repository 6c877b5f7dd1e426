"""The hidden layer's weights are tensors, not parameters.
question: q2
hint: registered
first hint: not registered
"""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.weight = torch.randn(784, num_hidden, requires_grad=True)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return self.output((images.flatten(1) @ self.weight / 28).relu()).log_softmax(1)
