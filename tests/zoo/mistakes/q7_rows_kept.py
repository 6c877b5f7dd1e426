"""The list of rows stands outside, so later calls return earlier rows too.
question: q7
hint: rows of the first
first hint: rows of the first
"""

rows = []


def run_experiments(grid, training_data, validation_data, epochs=1):
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = dict(row)
        model = MLP(options.pop("num_hidden", 64))
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        rows.append(
            row | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        )
    return rows
