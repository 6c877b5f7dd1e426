"""The size of the weights is added to the cost.
question: q4
hint: beside the images
first hint: their cost
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = cost_function(model(images), labels)
        cost = cost + 0.01 * sum(w.square().sum() for w in model.parameters())
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
