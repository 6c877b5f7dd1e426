"""The values are put into the rows as text.
question: q7
hint: hold texts
first hint: hold texts
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = dict(row)
        model = MLP(options.pop("num_hidden", 64))
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        shown = {key: f"{value:g}" for key, value in row.items()}
        rows.append(
            shown | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        )
    return rows
