"""The device is ignored: the network stays where it is.
question: q5
hint: computed nothing on the `device`
first hint: `device`
"""

import torch

from .data import make_loader
from .training import cost_function


def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.eval()
    cost, hits = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 100):
            log_prob = model(images)
            cost += cost_function(log_prob, labels).item() * len(labels)
            hits += (log_prob.argmax(1) == labels).sum().item()
    model.train(mode)
    return cost / len(dataset), hits / len(dataset)
