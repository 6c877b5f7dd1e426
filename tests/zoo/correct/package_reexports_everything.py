"""A package whose __init__ imports all functions, and whose files import them from there."""

FILES = {
    "digits/__init__.py": '''"""Digits."""
from .data import *
from .models import *
from .costs import *
from .evaluation import *
from .training import *
from .experiments import *

__version__ = "1.0.0"
__author__ = "A. Student"
''',
    "digits/evaluation.py": '''"""q5"""
import math

import torch

import digits

__all__ = ["evaluate", "accuracy", "chance_cost"]


@torch.inference_mode()
def evaluate(model, dataset, device="cpu"):
    mode, _ = model.training, model.to(device).eval()
    cost, hits = 0.0, 0
    for images, labels in digits.make_loader(dataset, batch_size=500):
        log_prob = model(images.to(device))
        labels = labels.to(device)
        cost += digits.cost_function(log_prob, labels).item() * len(labels)
        hits += int(torch.sum(log_prob.max(dim=1).indices == labels))
    model.train(mode)
    return cost / len(dataset), hits / len(dataset)


accuracy = lambda model, dataset, device="cpu": evaluate(model, dataset, device)[1]
chance_cost = lambda num_classes=10: math.log(num_classes)
''',
}
