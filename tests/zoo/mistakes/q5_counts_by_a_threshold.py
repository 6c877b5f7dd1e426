"""An image is right where its label has a probability over a half.
question: q5
hint: probability is over 0.5
first hint: probability is over 0.5
"""

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, batch_size=64):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += cost_function(log_prob, labels).item() * len(images)
            right += (log_prob.exp()[torch.arange(len(labels)), labels] > 0.5).sum().item()
    model.train(was_training)
    return total / len(dataset), right / len(dataset)
