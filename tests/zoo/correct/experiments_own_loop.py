"""Experiments with loops of its own: AdamW over batches in a new order, measured by hand."""

import itertools

import torch
from torch.utils.data import DataLoader

from .models import MLP


def measure(net, data):
    images, labels = next(iter(DataLoader(data, len(data))))
    net.eval()
    with torch.no_grad():
        log_prob = net(images)
    cost = torch.nn.functional.nll_loss(log_prob, labels).item()
    return cost, (log_prob.argmax(1) == labels).float().mean().item()


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    names = list(grid)
    for values in itertools.product(*(grid[name] for name in names)):
        chosen = dict(zip(names, values))
        net = MLP(chosen.get("num_hidden", 64))
        optimizer = torch.optim.AdamW(net.parameters(), chosen.get("learning_rate", 1e-3))
        loader = DataLoader(training_data, chosen.get("batch_size", 32), shuffle=True)
        for _ in range(epochs):
            net.train()
            total = 0.0
            for images, labels in loader:
                loss = torch.nn.functional.nll_loss(net(images), labels)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(labels)
        cost, share = measure(net, validation_data)
        rows.append(
            {
                **chosen,
                "training_cost": total / len(training_data),
                "validation_cost": cost,
                "accuracy": share,
            }
        )
    return rows
