"""A break that was there for debugging ends the epoch after three batches.
question: q4
hint: Only the first few batches were used
first hint: what ends the loop
"""

from .costs import cost_function


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    history = []
    for step, (images, labels) in enumerate(loader):
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        cost = cost_function(model(images), labels)
        cost.backward()
        optimizer.step()
        history.append((cost.item(), len(labels)))
        if step == 2:
            break
    return sum(cost * size for cost, size in history) / sum(size for _, size in history)
