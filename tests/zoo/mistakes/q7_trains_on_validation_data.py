"""The networks learn from the validation data.
question: q7
hint: training_data
first hint: trained on
"""

from itertools import product

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        model = MLP(row.get("num_hidden", 64))
        costs, _ = train(model, validation_data, training_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        row |= {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        rows.append(row)
    return rows
