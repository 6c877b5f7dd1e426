"""The device is chosen anew, whatever was given.
question: q4
hint: computed nothing on the `device`
first hint: `device`
"""

import torch

DEVICE = torch.device("cpu")


def training_epoch(model, loader, optimizer, device="cpu"):
    model.to(DEVICE).train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(DEVICE), labels.to(DEVICE)
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
