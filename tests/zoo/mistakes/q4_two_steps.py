"""Every batch gets two steps.
question: q4
hint: exactly one backward pass and one step
first hint: two steps | twice
"""

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
