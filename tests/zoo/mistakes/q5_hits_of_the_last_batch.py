"""The hits are set anew in each batch, not added up: `=+` in place of `+=`.
question: q5
hint: last batch only
first hint: last batch only
"""

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, batch_size=250):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += cost_function(log_prob, labels).item() * len(images)
            right = +(log_prob.argmax(dim=1) == labels).sum().item()
    model.train(was_training)
    return total / len(dataset), right / len(dataset)
