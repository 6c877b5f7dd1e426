"""The hits are counted in uint8, which begins at 0 again after 255.
question: q5
hint: 8 bits
first hint: 8 bits
"""

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    total, right = 0.0, torch.zeros((), dtype=torch.uint8)
    with torch.no_grad():
        for images, labels in make_loader(dataset, batch_size=64):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += cost_function(log_prob, labels).item() * len(images)
            right += (log_prob.argmax(dim=1) == labels).cpu().sum(dtype=torch.uint8)
    model.train(was_training)
    return total / len(dataset), right.item() / len(dataset)
