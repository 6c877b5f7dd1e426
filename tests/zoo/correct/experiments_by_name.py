"""Experiments whose networks a factory makes by name, from a table that a decorator fills."""

from itertools import product

import torch
from torch import nn

MODELS = {}


def register(name):
    def enter(cls):
        MODELS[name] = cls
        return cls

    return enter


def build_model(name, **options):
    if name not in MODELS:
        raise KeyError(f"{name}? There are {sorted(MODELS)}")
    return MODELS[name](**options)


@register("mlp")
class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        hidden = torch.relu(self.hidden(images.flatten(1)))
        return torch.log_softmax(self.output(hidden), 1)


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .models import build_model

    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        size = {key: value for key, value in row.items() if key == "num_hidden"}
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        model = build_model("mlp", **size)
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, share = evaluate(model, validation_data)
        rows.append(row | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": share})
    return rows
