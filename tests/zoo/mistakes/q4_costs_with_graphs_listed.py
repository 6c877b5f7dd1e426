"""The costs are listed as tensors, each with its graph.
question: q4
hint: graph
first hint: graph
"""

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    costs, count = [], 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(cost * len(images))
        count += len(images)
    return float(sum(costs)) / count
