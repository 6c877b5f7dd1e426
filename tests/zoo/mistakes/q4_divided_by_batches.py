"""The cost is summed over samples, and divided by the number of batches.
question: q4
hint: divided by the number of batches
first hint: divided by the number of batches
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.to(device).train()
    total = 0.0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        cost = cost_function(model(images), labels)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
    return total / len(loader)
