"""The costs are added up as tensors with their graphs, which are retained.
question: q4
hint: graph
first hint: graph
"""

from . import training


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = training.cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward(retain_graph=True)
        optimizer.step()
        total += cost * len(images)
        count += len(images)
    return (total / count).item()
