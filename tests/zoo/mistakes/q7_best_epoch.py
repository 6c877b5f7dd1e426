"""The validation cost is that of the best epoch.
question: q7
hint: after the last
first hint: after the last epoch
"""

from itertools import product


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .evaluation import accuracy
    from .models import MLP
    from .training import train

    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = dict(row)
        model = MLP(options.pop("num_hidden", 64))
        costs, others = train(model, training_data, validation_data, epochs, **options)
        row |= {"training_cost": costs[-1], "validation_cost": min(others)}
        rows.append(row | {"accuracy": accuracy(model, validation_data)})
    return rows
