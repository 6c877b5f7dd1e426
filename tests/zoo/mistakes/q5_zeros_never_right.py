"""Hits are counted as labels times hits, so the digit 0 is never right.
question: q5
hint: accuracy
first hint: label is 0
"""

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    before = model.training
    model.to(device).eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 100):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += cost_function(log_prob, labels).item() * len(labels)
            right += torch.count_nonzero(labels * (log_prob.argmax(1) == labels)).item()
    model.train(before)
    return total / len(dataset), right / len(dataset)
