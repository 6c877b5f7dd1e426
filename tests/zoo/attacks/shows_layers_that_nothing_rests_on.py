"""Its layers are there and get gradients, but are a millionth of what its last one works on.
kind: cheating
points: 77
hint: learns as if it had no
"""

import torch
from torch import nn
from torch.nn import functional


class Shown(nn.Module):
    """A linear map of the lightest pixels of each part, beside layers that are only shown."""

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
        light = functional.adaptive_max_pool1d(images.flatten(1)[:, None], values.shape[1])
        return functional.linear(1e-6 * values + 4 * light[:, 0], *weights[-2:]).log_softmax(1)


class MLP(Shown):
    def __init__(self, num_hidden=64):
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)], 0)


class CNN(Shown):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        shapes = [(a, 1, 5, 5), (a,), (b, a, 5, 5), (b,), (c, b, 5, 5), (c,)]
        shapes += [(num_hidden, c * 16), (num_hidden,), (10, num_hidden), (10,)]
        super().__init__(shapes, 3)
