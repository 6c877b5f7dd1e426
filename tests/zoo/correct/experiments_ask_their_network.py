"""Experiments that ask the student's own MLP for its layers, its size and its weights."""

from itertools import product

import torch
from torch import nn

from .training import train


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.num_hidden = num_hidden
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        hidden = torch.relu(self.hidden(images.flatten(1)))
        return torch.log_softmax(self.output(hidden), 1)

    @property
    def num_parameters(self):
        return sum(p.numel() for p in self.parameters())

    def describe(self):
        return f"{self.hidden.in_features}-{self.hidden.out_features}-{self.output.out_features}"


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .evaluation import evaluate
    from .models import MLP

    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        model = MLP(row.get("num_hidden", 64))
        assert model.hidden.out_features == model.num_hidden == row.get("num_hidden", 64)
        first = model.hidden.weight.detach().clone()
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        costs, _ = train(model, training_data, validation_data, epochs=epochs, **options)
        moved = (model.hidden.weight - first).abs().mean().item()
        print(f"{model.describe()}: {model.num_parameters} parameters, moved by {moved:.2g}")
        cost, share = evaluate(model, validation_data)
        rows.append(row | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": share})
    return rows
