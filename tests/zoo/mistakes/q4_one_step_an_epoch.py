"""Gradients add up over the epoch, and one step ends it.
question: q4
hint: a step of its own
first hint: one step at the end
"""

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        cost.backward()
        total += cost.item() * len(images)
        count += len(images)
    optimizer.step()
    optimizer.zero_grad()
    return total / count
