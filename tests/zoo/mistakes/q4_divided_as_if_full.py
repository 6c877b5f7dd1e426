"""The sum is divided by the number of batches times the batch size, as if the last were full.
question: q4
hint: as if the last batch were full
first hint: as if the last batch were full
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total = 0.0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
    return total / (len(loader) * loader.batch_size)
