"""The batches' means are averaged, whatever their sizes.
question: q4
hint: how batches are averaged
first hint: whatever their sizes
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
        total += cost.item()
        count += 1
    return total / count
