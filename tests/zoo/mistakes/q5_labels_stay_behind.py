"""The labels are not moved to the device.
question: q5
hint: met tensors that are elsewhere
first hint: labels
"""

import torch

from .data import make_loader
from .training import cost_function


def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.to(device).eval()
    cost, hits = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 100):
            log_prob = model(images.to(device))
            cost += cost_function(log_prob, labels).item() * len(labels)
            hits += (log_prob.argmax(1) == labels).sum().item()
    model.train(mode)
    return cost / len(dataset), hits / len(dataset)
