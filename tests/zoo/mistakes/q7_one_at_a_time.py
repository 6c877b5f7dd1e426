"""Each value is tried with the defaults of all others.
question: q7
hint: how the values are combined
first hint: how the values are combined
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for key, values in grid.items():
        for value in values:
            options = {key: value}
            model = MLP(options.pop("num_hidden", 64))
            costs, _ = train(model, training_data, validation_data, epochs, **options)
            cost, fraction = evaluate(model, validation_data)
            rows.append(
                {
                    key: value,
                    "training_cost": costs[-1],
                    "validation_cost": cost,
                    "accuracy": fraction,
                }
            )
    return rows
