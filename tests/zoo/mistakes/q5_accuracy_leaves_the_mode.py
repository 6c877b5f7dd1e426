"""accuracy, written on its own, leaves the network in evaluation mode.
question: q5
hint: accuracy
first hint: mode
"""

import torch

from .data import make_loader


def accuracy(model, dataset, device="cpu"):
    model.to(device).eval()
    with torch.no_grad():
        right = sum(
            (model(images.to(device)).argmax(1) == labels.to(device)).sum().item()
            for images, labels in make_loader(dataset, 100)
        )
    return right / len(dataset)
