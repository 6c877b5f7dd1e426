"""Cost and accuracy are rounded to two decimals.
question: q5
hint: It is rounded
first hint: It is rounded
"""

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.to(device).eval()
    cost, hits = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            cost += cost_function(log_prob, labels).item() * len(images)
            hits += (log_prob.argmax(1) == labels).sum().item()
    model.train(mode)
    return round(cost / len(dataset), 2), round(hits / len(dataset), 2)


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]
