"""Gradients are switched off for everything and never switched on again.
question: q5
hint: records no gradients
first hint: on again
"""

import torch

from . import evaluation


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device)
    model.eval()
    total_cost, num_correct = 0.0, 0
    torch.set_grad_enabled(False)
    for images, labels in evaluation.make_loader(dataset, 100):
        images, labels = images.to(device), labels.to(device)
        log_prob = model(images)
        total_cost += evaluation.cost_function(log_prob, labels).item() * len(images)
        predicted = log_prob.argmax(dim=1)
        num_correct += (predicted == labels).sum().item()
    model.train(was_training)
    return total_cost / len(dataset), num_correct / len(dataset)
