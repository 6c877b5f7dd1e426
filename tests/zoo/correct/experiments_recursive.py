"""Experiments whose combinations are built one key at a time, last key slowest, with NumPy."""

import numpy as np

from .evaluation import evaluate
from .models import MLP
from .training import train


def combinations(grid):
    found = [{}]
    for key in reversed(list(grid)):
        found = [{key: value, **rest} for rest in found for value in grid[key]]
    return found


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for number, combination in enumerate(combinations(grid)):
        hidden = {k: v for k, v in combination.items() if k == "num_hidden"}
        others = {k: v for k, v in combination.items() if k != "num_hidden"}
        model = MLP(**hidden)
        costs = train(model, training_data, validation_data, epochs, **others)
        _, share = evaluate(model, validation_data)
        combination["training_cost"] = np.float64(costs[0][-1])
        combination["validation_cost"] = np.float64(costs[1][-1])
        combination["accuracy"] = np.float64(share)
        print(f"{number + 1}: {combination}")
        rows.append(combination)
    return rows
