"""The imports of other files of the package lack their dots.
question: q5
hint: dot
first hint: dot
"""

FILES = {
    "digits/evaluation.py": """
import math

import torch
from torch import nn
from torch.utils.data import Dataset

from costs import cost_function
from data import make_loader


def evaluate(
    model: nn.Module, dataset: Dataset, device: torch.device | str = "cpu"
) -> tuple[float, float]:
    was_training = model.training
    model.to(device).eval()
    total_cost, num_correct = 0.0, 0
    with torch.inference_mode():
        for images, labels in make_loader(dataset, batch_size=250):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total_cost += cost_function(log_prob, labels).item() * len(images)
            num_correct += (log_prob.argmax(dim=1) == labels).sum().item()
    model.train(was_training)
    return total_cost / len(dataset), num_correct / len(dataset)


def accuracy(model: nn.Module, dataset: Dataset, device: torch.device | str = "cpu") -> float:
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes: int = 10) -> float:
    return math.log(num_classes)
"""
}
