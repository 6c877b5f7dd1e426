"""Experiments in comprehensions only, with numbers rounded to two digits."""

from itertools import product

from .evaluation import accuracy, evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = [dict(zip(grid, values)) for values in product(*grid.values())]
    networks = [MLP(row.get("num_hidden", 64)) for row in rows]
    costs = [
        train(
            network,
            training_data,
            validation_data,
            epochs,
            row.get("batch_size", 32),
            row.get("learning_rate", 1e-3),
        )
        for row, network in zip(rows, networks)
    ]
    return [
        {
            **row,
            "training_cost": round(fitted[-1], 2),
            "validation_cost": round(evaluate(network, validation_data)[0], 2),
            "accuracy": round(accuracy(network, validation_data), 2),
        }
        for row, network, (fitted, _) in zip(rows, networks, costs)
    ]
