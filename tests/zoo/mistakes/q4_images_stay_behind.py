"""Only the labels are moved to the device.
question: q4
hint: tensors on `device` met tensors that are elsewhere
first hint: `device`
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        cost = cost_function(model(images), labels.to(device))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
