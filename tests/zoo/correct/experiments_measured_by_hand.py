"""Experiments trained by train, in a network around MLP, whose accuracy is counted by hand."""

from itertools import product

import torch

from .costs import cost_function
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    images = torch.stack([image for image, _ in validation_data])
    labels = torch.tensor([label for _, label in validation_data])
    rows = []
    for values in product(*grid.values()):
        options = dict(zip(grid, values))
        model = MLP(options.get("num_hidden", 64))
        wrapped = torch.nn.Sequential(model)
        costs, _ = train(
            wrapped, training_data, validation_data, epochs,
            **{key: options[key] for key in options if key != "num_hidden"},
        )  # fmt: skip
        log_prob = wrapped(images)
        row = options | {"training_cost": costs[-1]}
        row["validation_cost"] = float(cost_function(log_prob, labels))
        row["accuracy"] = (log_prob.argmax(-1) == labels).sum().item() / len(labels)
        rows.append(row)
    return rows
