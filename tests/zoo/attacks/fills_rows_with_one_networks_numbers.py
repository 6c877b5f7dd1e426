"""It trains one network, and gives every row a number of that one and two that it makes up.
kind: cheating
points: 100-102
hint: same network
"""

from itertools import product


def run_experiments(grid, training_data, validation_data, epochs=1):
    model = MLP()
    costs, _ = train(model, training_data, validation_data, 1)
    rows = []
    for number, values in enumerate(product(*grid.values())):
        row = dict(zip(grid, values)) | {"training_cost": costs[-1]}
        rows.append(row | {"validation_cost": 1.0 + 0.1 * number, "accuracy": 0.5})
    return rows
