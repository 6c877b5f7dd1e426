"""The means of large batches are averaged, though the last one is shorter.
question: q5
hint: averages batches of 250
first hint: batches of 250
"""

import math

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device)
    model.eval()
    costs, fractions = [], []
    with torch.no_grad():
        for x, y in make_loader(dataset, batch_size=250):
            x, y = x.to(device), y.to(device)
            out = model(x)
            costs.append(cost_function(out, y).item())
            fractions.append((out.argmax(1) == y).float().mean().item())
    model.train(was_training)
    return sum(costs) / len(costs), sum(fractions) / len(fractions)


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes=10):
    return math.log(num_classes)
