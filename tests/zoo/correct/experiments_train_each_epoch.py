"""Experiments that call train once an epoch, and keep a copy of the best network on the way."""

import copy
from itertools import product

from .evaluation import evaluate
from .models import MLP
from .training import train

BEST = {}


def run_experiments(grid, training_data, validation_data, epochs=1):
    table = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        model = MLP(row["num_hidden"]) if "num_hidden" in row else MLP()
        best_cost, best = float("inf"), None
        for epoch in range(epochs):
            (fitted,), (cost,) = train(model, training_data, validation_data, epochs=1, **options)
            if cost < best_cost:
                best_cost, best = cost, copy.deepcopy(model)
        BEST[values] = best
        assert evaluate(best, validation_data)[0] == best_cost
        cost, share = evaluate(model, validation_data)
        table.append(row | dict(training_cost=fitted, validation_cost=cost, accuracy=share))
    return table
