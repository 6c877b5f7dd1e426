"""An epoch that predicts the images of a batch one by one, and takes one step for all of them."""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        costs = [
            cost_function(model(images[i : i + 1]), labels[i : i + 1]) for i in range(len(images))
        ]
        cost = sum(costs) / len(costs)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
