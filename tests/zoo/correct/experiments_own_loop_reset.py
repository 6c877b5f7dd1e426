"""Experiments with a loop of its own on one network a size, which is reset for every row."""

from itertools import product

import torch

from .data import make_loader
from .models import MLP


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows, networks = [], {}
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        size = row.get("num_hidden", 64)
        net = networks.setdefault(size, MLP(size))
        for module in net.modules():
            if hasattr(module, "reset_parameters"):
                module.reset_parameters()
        optimizer = torch.optim.Adam(net.parameters(), lr=row.get("learning_rate", 0.001))
        loader = make_loader(training_data, row.get("batch_size", 32), True)
        for _ in range(epochs):
            costs, count = 0, 0
            for images, labels in loader:
                optimizer.zero_grad()
                cost = torch.nn.NLLLoss()(net(images), labels)
                cost.backward()
                optimizer.step()
                costs, count = costs + cost.item() * len(images), count + len(images)
        hits, total = 0, 0.0
        with torch.inference_mode():
            for images, labels in make_loader(validation_data, 7):
                output = net(images)
                total += torch.nn.NLLLoss(reduction="sum")(output, labels).item()
                hits += int((output.argmax(1) == labels).sum())
        row |= {"training_cost": costs / count, "validation_cost": total / len(validation_data)}
        rows.append(row | {"accuracy": hits / len(validation_data)})
    return rows
