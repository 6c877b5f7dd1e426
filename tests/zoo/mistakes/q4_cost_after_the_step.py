"""Each cost is measured after the step.
question: q4
hint: before its own step
first hint: before its own step
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
        cost = training.cost_function(model(images), labels)
        total += cost.item() * len(images)
        count += len(images)
    return total / count
