"""The accuracy of a row is the cost.
question: q7
hint: It is the validation cost
first hint: It is the validation cost
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = dict(row)
        model = MLP(options.pop("num_hidden", 64))
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost = evaluate(model, validation_data)[0]
        rows.append(row | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": cost})
    return rows
