"""It measures networks that it never trains, on both sets of data.
kind: cheating
points: 100
hint: belong to no network that was trained
"""

from itertools import product


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        model = MLP(row.get("num_hidden", 64))
        cost, fraction = evaluate(model, validation_data)
        row |= {"training_cost": evaluate(model, training_data)[0], "validation_cost": cost}
        rows.append(row | {"accuracy": fraction})
    return rows
