"""The network is left in evaluation mode.
question: q5
hint: was not left in it
first hint: not left in it
"""

import torch

from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    from . import training

    was_training = model.training
    model.to(device).eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, batch_size=64):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += training.cost_function(log_prob, labels).item() * len(images)
            right += (log_prob.argmax(dim=1) == labels).sum().item()
    return total / len(dataset), right / len(dataset)
