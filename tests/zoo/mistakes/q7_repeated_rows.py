"""One dict is filled again and again, so all rows are the last one.
question: q7
hint: 4 combinations
first hint: the same
"""

from itertools import product


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .evaluation import evaluate
    from .models import MLP
    from .training import train

    rows, row = [], {}
    for values in product(*grid.values()):
        row |= dict(zip(grid, values))
        options = {key: row[key] for key in grid if key != "num_hidden"}
        model = MLP(row.get("num_hidden", 64))
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        row |= {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        rows.append(row)
    return rows
