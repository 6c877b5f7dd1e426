"""The learning rate is given where train expects the batch size.
question: q7
hint: the order of the arguments
first hint: the order of the arguments
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        model = MLP(row.get("num_hidden", 64))
        rate, size = row.get("learning_rate", 1e-3), row.get("batch_size", 32)
        costs, _ = train(model, training_data, validation_data, epochs, rate, size)
        cost, fraction = evaluate(model, validation_data)
        rows.append(
            row | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        )
    return rows
