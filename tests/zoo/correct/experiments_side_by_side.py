"""Experiments that train networks of one size side by side, by vmap over their stacked weights."""

from itertools import product

import torch
from torch.func import functional_call, grad_and_value, stack_module_state, vmap

from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate
from .models import MLP


def run_experiments(grid, training_data, validation_data, epochs=1):
    points = [dict(zip(grid, values)) for values in product(*grid.values())]
    groups = {}
    for place, point in enumerate(points):
        key = point.get("num_hidden", 64), point.get("batch_size", 32)
        groups.setdefault(key, []).append(place)
    rows = [None] * len(points)
    for (num_hidden, batch_size), places in groups.items():
        models = [MLP(num_hidden) for _ in places]
        rates = [points[place].get("learning_rate", 1e-3) for place in places]
        costs = train_together(models, rates, training_data, batch_size, epochs)
        for place, model, cost in zip(places, models, costs):
            measured, share = evaluate(model, validation_data)
            results = {"training_cost": cost, "validation_cost": measured, "accuracy": share}
            rows[place] = points[place] | results
    return rows


def train_together(models, rates, data, batch_size, epochs):
    """Train by Adam, written out; each network has its own rate, and all see the same batches."""
    weights, buffers = stack_module_state(models)
    weights = {name: weight.detach().clone() for name, weight in weights.items()}
    means = {name: torch.zeros_like(weight) for name, weight in weights.items()}
    squares = {name: torch.zeros_like(weight) for name, weight in weights.items()}

    def cost_of_one(weights, buffers, images, labels):
        return cost_function(functional_call(models[0], (weights, buffers), (images,)), labels)

    step, count = vmap(grad_and_value(cost_of_one), in_dims=(0, 0, None, None)), 0
    for _ in range(epochs):
        total, seen = torch.zeros(len(models)), 0
        for images, labels in make_loader(data, batch_size, shuffle=True):
            count += 1
            gradients, costs = step(weights, buffers, images, labels)
            for name, gradient in gradients.items():
                means[name] = 0.9 * means[name] + 0.1 * gradient
                squares[name] = 0.999 * squares[name] + 0.001 * gradient**2
                rate = torch.tensor(rates).view(-1, *[1] * (gradient.dim() - 1))
                size = (squares[name] / (1 - 0.999**count)).sqrt() + 1e-8
                weights[name] = weights[name] - rate * means[name] / (1 - 0.9**count) / size
            total += costs * len(labels)
            seen += len(labels)
    for place, model in enumerate(models):
        model.load_state_dict({name: weight[place] for name, weight in weights.items()})
    return (total / seen).tolist()
