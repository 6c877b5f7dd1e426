"""The step comes before the backward pass, and uses the last batch's gradient.
question: q4
hint: look at the order of forward pass, backward pass and step
first hint: order of
"""

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        optimizer.step()
        optimizer.zero_grad()
        cost.backward()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
