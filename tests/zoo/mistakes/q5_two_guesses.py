"""An image is right where its label is among the two most probable digits.
question: q5
hint: accuracy
first hint: two | most probable
"""

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    before = model.training
    model.to(device).eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 100):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += cost_function(log_prob, labels).item() * len(labels)
            right += (log_prob.topk(2, dim=1)[1] == labels[:, None]).any(1).sum().item()
    model.train(before)
    return total / len(dataset), right / len(dataset)
