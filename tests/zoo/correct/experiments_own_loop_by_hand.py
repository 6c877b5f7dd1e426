"""Experiments with steps of its own on bare tensors, and the grader's evaluate."""

import torch

from .evaluation import accuracy, evaluate
from .models import MLP


def fit(net, data, epochs, rate, size):
    images = torch.stack([image for image, _ in data])
    labels = torch.tensor([label for _, label in data])
    means = [torch.zeros_like(weight) for weight in net.parameters()]
    squares = [torch.zeros_like(weight) for weight in net.parameters()]
    step = 0
    for _ in range(epochs):
        costs = []
        for chosen in torch.randperm(len(labels)).split(size):
            step += 1
            cost = -net(images[chosen])[torch.arange(len(chosen)), labels[chosen]].mean()
            gradients = torch.autograd.grad(cost, list(net.parameters()))
            costs += [cost.item()] * len(chosen)
            with torch.no_grad():
                for weight, slope, mean, square in zip(net.parameters(), gradients, means, squares):
                    mean.mul_(0.9).add_(slope, alpha=0.1)
                    square.mul_(0.999).addcmul_(slope, slope, value=0.001)
                    scale = (square / (1 - 0.999**step)).sqrt() + 1e-8
                    weight -= rate * mean / (1 - 0.9**step) / scale
    return sum(costs) / len(costs)


def run_experiments(grid, training_data, validation_data, epochs=1):
    grid = {key: list(values) for key, values in grid.items()}
    rows = [{}]
    for key, values in grid.items():
        rows = [row | {key: value} for row in rows for value in values]
    for row in rows:
        net = MLP(num_hidden=row.get("num_hidden", 64))
        rate, size = row.get("learning_rate", 0.001), row.get("batch_size", 32)
        row["training_cost"] = fit(net, training_data, epochs, rate, size)
        row["validation_cost"] = evaluate(net, validation_data)[0]
        row["accuracy"] = accuracy(net, validation_data)
    return rows
