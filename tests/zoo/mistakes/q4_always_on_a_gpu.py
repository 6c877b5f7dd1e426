"""Everything is moved to a GPU by .cuda().
question: q4
hint: asks for a GPU
first hint: GPU
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    model.cuda().train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.cuda(), labels.cuda()
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count
