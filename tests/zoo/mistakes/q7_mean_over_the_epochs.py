"""The costs of a row are the means over all epochs.
question: q7
hint: epoch
first hint: epoch
"""

import itertools

from .evaluation import accuracy
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in itertools.product(*grid.values()):
        row = dict(zip(grid, values))
        options = {k: v for k, v in row.items() if k != "num_hidden"}
        model = MLP(row.get("num_hidden", 64))
        a, b = train(model, training_data, validation_data, epochs, **options)
        row["training_cost"] = sum(a) / len(a)
        row["validation_cost"] = sum(b) / len(b)
        row["accuracy"] = accuracy(model, validation_data)
        rows.append(row)
    return rows
