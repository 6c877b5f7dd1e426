"""The means of the batches are added up, and divided by the number of images.
question: q5
hint: means already
first hint: means already
"""

import torch


def evaluate(model, dataset, device="cpu"):
    model.to(device)
    mode = model.training
    model.eval()
    cost, hits = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 256):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            cost += cost_function(log_prob, labels).item()
            hits += (log_prob.argmax(1) == labels).sum().item()
    model.train(mode)
    return cost / len(dataset), hits / len(dataset)
