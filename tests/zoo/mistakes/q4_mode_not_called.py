"""The parentheses of train are missing.
question: q4
hint: training mode
first hint: training mode
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
