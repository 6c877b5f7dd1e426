"""The weights are changed by hand, with a rate of its own, and the optimizer takes no step.
question: q4
hint: optimizer took no step
first hint: optimizer took no step
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = cost_function(model(images), labels)
        model.zero_grad()
        cost.backward()
        for parameter in model.parameters():
            parameter.data -= 0.05 * parameter.grad
        total += cost.item() * len(images)
        count += len(images)
    return total / count
