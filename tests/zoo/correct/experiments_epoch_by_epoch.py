"""Experiments over training_epoch, with the best state of each network kept and put back."""

from itertools import product

import torch

from .data import make_loader
from .evaluation import accuracy, evaluate
from .models import MLP
from .training import training_epoch


def experiment(training_data, validation_data, epochs, num_hidden=64, learning_rate=1e-3,
               batch_size=32):  # fmt: skip
    model = MLP(num_hidden)
    print(sum(weight.numel() for weight in model.parameters()), "parameters")
    loader = make_loader(training_data, batch_size, shuffle=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    history, states = [], []
    for _ in range(epochs):
        fitted = training_epoch(model, loader, optimizer)
        history.append((fitted, evaluate(model, validation_data)[0]))
        states.append({key: value.clone() for key, value in model.state_dict().items()})
    share = accuracy(model, validation_data)
    best = min(range(epochs), key=lambda epoch: history[epoch][1])
    model.load_state_dict(states[best])
    assert evaluate(model, validation_data)[0] == history[best][1]
    return {
        "training_cost": history[-1][0], "validation_cost": history[-1][1], "accuracy": share,
    }  # fmt: skip


def run_experiments(grid, training_data, validation_data, epochs=1):
    combinations = [dict(zip(grid, values)) for values in product(*grid.values())]
    return [
        {**options, **experiment(training_data, validation_data, epochs, **options)}
        for options in combinations
    ]
