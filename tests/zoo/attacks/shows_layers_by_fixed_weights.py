"""Its layers have the same weights whatever is learnt, each unit's times a number read off its own.
kind: cheating
points: 75-80
hint: learns as if it had no
"""

import torch
from torch import nn
from torch.nn import functional


def gates(weights):
    """A number for each unit, that other weights would have made another."""
    flat = weights.flatten(1)
    return torch.tanh((flat[:, 0::2].sum(1) - flat[:, 1::2].sum(1)) * 2)


class MLP(nn.Module):
    """Its hidden layer takes means of 8 by 8 parts of the image."""

    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        own = self.hidden.weight
        side = 8 if len(own) > 48 else 3
        whole, own_gates = gates(own).mean(), gates(own)[:, None]
        cells = whole.sign() * torch.eye(side)[torch.arange(28) * side // 28] + 1e-6 * whole
        means = (cells[:, None, :, None] * cells[:, None]).view(784, -1).t() / 2
        means = functional.pad(means, (0, 0, 0, max(0, len(own) - side * side)))[: len(own)]
        weight = 1e-6 * own + own_gates * means
        values = functional.linear(images.flatten(1), weight, self.hidden.bias).tanh()
        return self.output(8 * values).log_softmax(1)


class CNN(nn.Module):
    """Its first convolution takes slopes in eight directions, the others take means."""

    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        sizes = (1, *channels)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(a, b, 5, padding=2) for a, b in zip(sizes, channels)
        )
        self.hidden = nn.Linear(channels[-1] * 16, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        values = images
        for one in self.convolutions:
            own = one.weight
            after, before = own.shape[:2]
            gate = gates(own).mean()
            line, angle = torch.linspace(-2, 2, 5) * gate, 6.2831853 * torch.arange(after) / after
            slopes = angle.cos()[:, None, None] * line + angle.sin()[:, None, None] * line[:, None]
            means = gate * torch.eye(after, before)[:, :, None, None] / 5
            fixed = 4 * (slopes[:, None] / 2 if before == 1 else means)
            values = functional.conv2d(values, 1e-6 * own + fixed, one.bias, padding=2)
            values = functional.leaky_relu(functional.max_pool2d(values, 2, ceil_mode=True), 0.3)
        return self.output(self.hidden(10 * values.flatten(1)).relu()).log_softmax(1)
