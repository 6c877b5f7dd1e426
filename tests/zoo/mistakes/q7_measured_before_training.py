"""Every network is measured before it is trained.
question: q7
hint: Look at when a network is measured
first hint: before
"""

from itertools import product

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        settings = dict(zip(grid, values))
        model = MLP(settings.get("num_hidden", 64))
        cost, accuracy = evaluate(model, validation_data)
        costs, _ = train(
            model,
            training_data,
            validation_data,
            epochs,
            batch_size=settings.get("batch_size", 32),
            learning_rate=settings.get("learning_rate", 1e-3),
        )
        rows.append(
            {
                **settings,
                "training_cost": costs[-1],
                "validation_cost": cost,
                "accuracy": accuracy,
            }
        )
    return rows
