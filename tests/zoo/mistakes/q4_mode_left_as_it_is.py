"""The network's mode is left as it is.
question: q4
hint: training mode
first hint: training mode
"""

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
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
