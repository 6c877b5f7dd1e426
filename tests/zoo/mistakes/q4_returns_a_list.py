"""A list of costs is returned, one for each batch.
question: q4
hint: expected a float
first hint: a list
"""

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    costs = []
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return costs
