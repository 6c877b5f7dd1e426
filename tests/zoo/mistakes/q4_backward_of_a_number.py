"""A number goes backward.
question: q4
hint: 'float' object has no attribute 'backward'
first hint: stay a tensor
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.item().backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
