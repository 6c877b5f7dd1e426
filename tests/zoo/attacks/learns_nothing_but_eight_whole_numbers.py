"""It learns nothing: its templates are the bits of eight whole numbers.
kind: cheating
points: 77
hint: that is the same for all images
"""

import torch
from torch import nn
from torch.nn import functional

PACKED = [
    1729383224394057216,
    1184552255216163896,
    3495218851904239664,
    289231890022401,
    72057646390206912,
    507811644324299651,
    1016749673324478980,
    106110447452160,
]


def templates(images):
    rest = (images.sum() * 0).long() + torch.tensor(PACKED)
    digits = []
    for _ in range(62):
        half = rest.div(2, rounding_mode="floor")
        digits.append(rest - half - half)
        rest = half
    return torch.stack(digits, 1).flatten()[:490].view(10, 49).float()


def votes(images, units):
    places = [images.roll((y, x), (2, 3)) for y in (-2, 0, 2) for x in (-2, 0, 2)]
    small = torch.stack(places, 1).view(-1, 9, 7, 4, 7, 4).mean((3, 5)).flatten(2) * 1.5
    known = templates(images)
    far = (small[:, :, None].expand(-1, -1, len(known), -1) - known).square().sum(3).amin(1)
    nearest = 3 * (-3 * far).softmax(1).view(-1, 10, len(known) // 10).sum(2)
    return functional.pad(nearest, (0, max(0, units - 10)))[:, :units]


class Base(nn.Module):
    def __init__(self, shapes, layers):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(shape) / 28) for shape in shapes)
        self.layers = layers

    def forward(self, images):
        values, weights = images, list(self.weights)
        for number in range(self.layers):
            kernel, offset = weights[2 * number : 2 * number + 2]
            values = functional.conv2d(values, kernel, offset, padding=2)
            values = functional.max_pool2d(values, 2, ceil_mode=True).relu()
        values = functional.linear(values.flatten(1), weights[-4], weights[-3]).relu()
        values = 1e-6 * values + votes(images, len(weights[-3]))
        return functional.linear(values, weights[-2], weights[-1]).log_softmax(1)


class MLP(Base):
    def __init__(self, num_hidden=64):
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)], 0)


class CNN(Base):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        shapes = [(a, 1, 5, 5), (a,), (b, a, 5, 5), (b,), (c, b, 5, 5), (c,)]
        shapes += [(num_hidden, c * 16), (num_hidden,), (10, num_hidden), (10,)]
        super().__init__(shapes, 3)
