"""A key that is absent gets another value than the default.
question: q7
hint: keeps its default
first hint: keeps its default
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    sizes = grid.get("num_hidden", [16])
    rates = grid.get("learning_rate", [0.01])
    batches = grid.get("batch_size", [64])
    for size, rate, batch in product(sizes, rates, batches):
        model = MLP(size)
        costs, _ = train(model, training_data, validation_data, epochs, batch, rate)
        cost, fraction = evaluate(model, validation_data)
        row = {"num_hidden": size, "learning_rate": rate, "batch_size": batch}
        rows.append(
            row | {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        )
    return rows
