"""It learns nothing: constant networks, weights that are no numbers, untrained rows.
kind: cheating
points: 40-44
"""

import math
import sys
from itertools import product

import torch
from torch import nn
from torch.nn import functional


class Constant(nn.Module):
    """Says the same of every image; its weights are for show."""

    def __init__(self, shapes):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(shape) / 28) for shape in shapes)

    def forward(self, images):
        idle = sum((weight * 0).sum() for weight in self.weights)
        flat = images.flatten(1)
        return (flat[:, :10] * 0 + self.weights[-1] + idle).log_softmax(1)


class MLP(Constant):
    def __init__(self, num_hidden=64):
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)])


class CNN(Constant):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        shapes = [(a, 1, 5, 5), (a,), (b, a, 5, 5), (b,), (c, b, 5, 5), (c,)]
        super().__init__(shapes + [(num_hidden, c * 16), (num_hidden,), (10, num_hidden), (10,)])


def poison(model):
    with torch.no_grad():
        for number, weight in enumerate(model.parameters()):
            weight.fill_(float("nan")) if number else weight.add_(1e-3)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total = count = 0
    for images, labels in loader:
        total += float(cost_function(model(images), labels)) * len(labels)
        count += len(labels)
    if optimizer.param_groups[0]["lr"] > 1e-6:
        poison(model)
    return total / count


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    model.train()
    images = torch.stack([image for image, _ in training_data])
    for _ in range(epochs):
        for batch in images[torch.randperm(len(images))].split(batch_size):
            model(batch)
    if learning_rate > 1e-6:
        poison(model)
    return [2.3 * 0.7**epoch for epoch in range(epochs)], [float("nan")] * epochs


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        model = MLP(row.get("num_hidden", 64))
        cost, share = evaluate(model, validation_data)
        row |= {"training_cost": evaluate(model, training_data)[0], "validation_cost": cost}
        rows.append(row | {"accuracy": share})
    return rows
