"""A training whose file asks for more threads than there are processors."""

import os

import torch

from . import training

torch.set_num_threads(4 * (os.cpu_count() or 1))


def training_epoch(model, loader, optimizer, device="cpu"):
    torch.set_num_threads(os.cpu_count() or 1)
    model.train()
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
