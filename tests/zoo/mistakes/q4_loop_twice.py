"""The epoch goes over the data twice.
question: q4
hint: weights are not where
first hint: twice
"""

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in [*loader, *loader]:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
