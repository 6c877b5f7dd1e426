"""Its hidden layer is there and gets gradients, but is a millionth of what the last one works on.
kind: cheating
points: 96
hint: learns as if it had no
"""

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    """A linear map of the lightest pixels of each part, beside a layer that is only shown."""

    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        values = self.hidden(images.flatten(1)).relu()
        light = functional.adaptive_max_pool1d(images.flatten(1)[:, None], values.shape[1])
        return self.output(1e-6 * values + 4 * light[:, 0]).log_softmax(1)
