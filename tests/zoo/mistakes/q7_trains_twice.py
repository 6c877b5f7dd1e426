"""Every network is trained twice, and the second training counts.
question: q7
hint: how often each network is trained
first hint: how often
"""

from itertools import product

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = dict(row)
        model = MLP(options.pop("num_hidden", 64))
        train(model, training_data, validation_data, epochs, **options)
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        rows.append(
            row | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        )
    return rows
