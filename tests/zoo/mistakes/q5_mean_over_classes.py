"""The accuracy is the mean of the classes' accuracies.
question: q5
hint: accuracy
first hint: class
"""

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    before = model.training
    model.to(device).eval()
    total, matrix = 0.0, torch.zeros(10, 10)
    with torch.no_grad():
        for images, labels in make_loader(dataset, 100):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += cost_function(log_prob, labels).item() * len(labels)
            for label, predicted in zip(labels.tolist(), log_prob.argmax(1).tolist()):
                matrix[label, predicted] += 1
    model.train(before)
    share = matrix.diag() / matrix.sum(1).clamp(min=1)
    return total / len(dataset), share.mean().item()
