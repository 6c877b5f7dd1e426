"""The networks are not made by MLP.
question: q7
hint: calling MLP
first hint: calling MLP
"""

from itertools import product

import torch
from torch import nn
from torch.utils.data import DataLoader


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        size = row.get("num_hidden", 64)
        model = nn.Sequential(nn.Flatten(), nn.Linear(784, size), nn.ReLU(), nn.Linear(size, 10))
        optimizer = torch.optim.AdamW(model.parameters(), row.get("learning_rate", 1e-3))
        for _ in range(epochs):
            for images, labels in DataLoader(training_data, row.get("batch_size", 32), True):
                cost = nn.functional.cross_entropy(model(images), labels)
                optimizer.zero_grad()
                cost.backward()
                optimizer.step()
        images, labels = next(iter(DataLoader(validation_data, len(validation_data))))
        output = model(images).detach()
        row["training_cost"] = cost.item()
        row["validation_cost"] = nn.functional.cross_entropy(output, labels).item()
        rows.append(row | {"accuracy": (output.argmax(1) == labels).float().mean().item()})
    return rows
