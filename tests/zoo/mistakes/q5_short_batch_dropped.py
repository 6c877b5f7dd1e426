"""The short batch at the end is dropped.
question: q5
hint: a short batch counts as well
first hint: short
"""

import torch
from torch.utils.data import DataLoader


def evaluate(model, dataset, device="cpu"):
    from . import training

    was_training = model.training
    model.to(device).eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for images, labels in DataLoader(dataset, batch_size=64, drop_last=True):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += training.cost_function(log_prob, labels).item() * len(images)
            right += (log_prob.argmax(dim=1) == labels).sum().item()
    model.train(was_training)
    return total / len(dataset), right / len(dataset)
