"""Gradients are clipped to a short norm before each step.
question: q4
hint: neither clipped nor scaled
first hint: clipped
"""

from torch import nn

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=0.5)
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
