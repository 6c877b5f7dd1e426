"""Every row holds the results of the row after it.
question: q7
hint: Look at
first hint: another row
"""

from itertools import product

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows, results = [], []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        model = MLP(row.get("num_hidden", 64))
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        rows.append(row)
        results.append({"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction})
    return [row | result for row, result in zip(rows, results[1:] + results[:1])]
