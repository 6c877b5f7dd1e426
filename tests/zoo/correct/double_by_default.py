"""Networks in double precision, which their file makes the default for all new tensors.
images: digits
"""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = torch.tanh(self.hidden(images.double().flatten(1)))
        return self.output(x).log_softmax(1).float()


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        sizes = (1, *channels)
        self.layers = nn.ModuleList([nn.Conv2d(*sizes[k : k + 2], 5, padding=2) for k in range(3)])
        self.hidden = nn.Linear(16 * channels[2], num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.double()
        for layer in self.layers:
            x = nn.functional.max_pool2d(layer(x), 2, ceil_mode=True).relu()
        x = self.hidden(x.flatten(1)).relu()
        return self.output(x).log_softmax(1).float()
