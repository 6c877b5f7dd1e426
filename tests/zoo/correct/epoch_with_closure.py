"""An epoch that gives the optimizer a closure."""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)

        def closure(images=images, labels=labels):
            optimizer.zero_grad()
            cost = cost_function(model(images), labels)
            cost.backward()
            return cost

        cost = optimizer.step(closure)
        total += float(cost) * len(labels)
        count += len(labels)
    return total / count
