"""Only the first batch is looked at.
question: q5
hint: samples only: look at where the loop ends
first hint: first
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
            break
    model.train(was_training)
    return total / len(labels), right / len(labels)
