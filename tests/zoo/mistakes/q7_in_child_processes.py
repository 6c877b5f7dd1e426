"""The networks are trained in child processes.
question: q7
hint: in another process
first hint: process
"""

import multiprocessing
from itertools import product

from .evaluation import evaluate
from .models import MLP
from .training import train

DATA = []


def experiment(row, epochs):
    options = {key: value for key, value in row.items() if key != "num_hidden"}
    model = MLP(row.get("num_hidden", 64))
    costs, _ = train(model, *DATA, epochs, **options)
    cost, fraction = evaluate(model, DATA[1])
    return row | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}


def run_experiments(grid, training_data, validation_data, epochs=1):
    DATA[:] = training_data, validation_data
    rows = [dict(zip(grid, values)) for values in product(*grid.values())]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.starmap(experiment, [(row, epochs) for row in rows])
