"""An optimizer of its own replaces the given one.
question: q4
hint: given optimizer
first hint: given optimizer
"""

import torch

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    optimizer = torch.optim.Adam(model.parameters())
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
