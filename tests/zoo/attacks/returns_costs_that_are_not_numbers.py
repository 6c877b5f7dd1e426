"""Its numbers are NaN and infinite, so that no comparison finds them wrong.
kind: cheating
points: 84-86
hint: expected a finite number
"""

NAN, INFINITY = float("nan"), float("inf")


def evaluate(model, dataset, device="cpu"):
    return NAN, NAN


def accuracy(model, dataset, device="cpu"):
    return INFINITY


def chance_cost(num_classes=10):
    return NAN


def run_experiments(grid, training_data, validation_data, epochs=1):
    return [
        {
            "num_hidden": size,
            "learning_rate": rate,
            "batch_size": batch,
            "training_cost": NAN,
            "validation_cost": -INFINITY,
            "accuracy": NAN,
        }
        for size in grid.get("num_hidden", [64])
        for rate in grid.get("learning_rate", [0.001])
        for batch in grid.get("batch_size", [32])
    ]
