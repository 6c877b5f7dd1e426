"""An evaluation and a training that return named tuples, whose fields other functions ask for."""

from collections import namedtuple
from itertools import product
from typing import NamedTuple

import torch

Metrics = namedtuple("Metrics", "cost accuracy")


class Costs(NamedTuple):
    training: list[float]
    validation: list[float]

    @property
    def last(self):
        return self.training[-1], self.validation[-1]


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    cost = right = 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 100):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            cost += cost_function(log_prob, labels).item() * len(labels)
            right += (log_prob.argmax(1) == labels).sum().item()
    model.train(was_training)
    return Metrics(cost=cost / len(dataset), accuracy=right / len(dataset))


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device).accuracy


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    costs = Costs([], [])
    for _ in range(epochs):
        costs.training.append(training_epoch(model, loader, optimizer, device))
        costs.validation.append(evaluate(model, validation_data, device).cost)
    return costs


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = dict(row)
        model = MLP(options.pop("num_hidden", 64))
        costs = train(model, training_data, validation_data, epochs, **options)
        metrics = evaluate(model, validation_data)
        row["training_cost"], row["validation_cost"] = costs.last
        rows.append(row | {"accuracy": metrics._asdict()["accuracy"]})
    return rows
