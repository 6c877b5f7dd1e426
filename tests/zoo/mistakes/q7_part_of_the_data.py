"""The networks learn from the first images only, to save time.
question: q7
hint: training
first hint: training_data
"""

from itertools import product

from torch.utils.data import Subset

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    few = Subset(training_data, range(len(training_data) // 2))
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        model = MLP(row.get("num_hidden", 64))
        costs, validation_costs = train(model, few, validation_data, epochs, **options)
        row["training_cost"], row["validation_cost"] = costs[-1], validation_costs[-1]
        row["accuracy"] = evaluate(model, validation_data)[1]
        rows.append(row)
    return rows
