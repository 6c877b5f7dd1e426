"""Batches are averaged, whatever their sizes.
question: q5
hint: whatever their sizes; the last one is shorter
first hint: whatever their sizes
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
            total += training.cost_function(log_prob, labels).item()
            right += (log_prob.argmax(dim=1) == labels).float().mean().item()
    model.train(was_training)
    batches = len(make_loader(dataset, batch_size=64))
    return total / batches, right / batches
