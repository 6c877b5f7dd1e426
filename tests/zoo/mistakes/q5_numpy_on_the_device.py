"""Numbers are taken to NumPy from wherever they are.
question: q5
hint: Use Tensor.cpu()
first hint: device
"""

import torch

from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    from . import training

    was_training = model.training
    model.to(device)
    model.eval()
    total, right = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, batch_size=64):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += training.cost_function(log_prob, labels).item() * len(images)
            right += int((log_prob.numpy().argmax(1) == labels.numpy()).sum())
    model.train(was_training)
    return total / len(dataset), right / len(dataset)
