"""The network takes a step of gradient descent for every batch it is measured on.
question: q5
hint: changed the network's weights
first hint: the network's weights
"""

import torch

from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    from . import training

    was_training = model.training
    model.to(device).eval()
    total, right = 0.0, 0
    with torch.enable_grad():
        for images, labels in make_loader(dataset, batch_size=64):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total += training.cost_function(log_prob, labels).item() * len(images)
            torch.optim.SGD(model.parameters(), 0.1).zero_grad()
            training.cost_function(log_prob, labels).backward()
            torch.optim.SGD(model.parameters(), 0.1).step()
            right += (log_prob.argmax(dim=1) == labels).sum().item()
    model.train(was_training)
    return total / len(dataset), right / len(dataset)
