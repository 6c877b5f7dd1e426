"""The rows hold all costs of all epochs.
question: q7
hint: where a number belongs
first hint: a list
"""

from itertools import product


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .evaluation import evaluate
    from .models import MLP
    from .training import train

    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        model = MLP(row.get("num_hidden", 64))
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        row |= {"training_cost": costs, "validation_cost": cost, "accuracy": fraction}
        rows.append(row)
    return rows
