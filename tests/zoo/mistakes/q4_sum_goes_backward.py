"""The batch's cost is multiplied by its size before it goes backward.
question: q4
hint: sum over a batch's samples
first hint: sum over a batch's samples
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = cost_function(model(images), labels) * len(images)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item()
        count += len(images)
    return total / count
