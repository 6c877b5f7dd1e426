"""An MLP in functional style, with the parameters of its layers."""

import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super(MLP, self).__init__()
        self.fc1 = nn.Linear(784, num_hidden)
        self.fc2 = nn.Linear(num_hidden, 10)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        x = F.relu(F.linear(x, self.fc1.weight, self.fc1.bias))
        x = F.linear(x, self.fc2.weight, self.fc2.bias)
        return F.log_softmax(x, dim=-1)
