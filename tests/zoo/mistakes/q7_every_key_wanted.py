"""All keys of the grid are taken for granted.
question: q7
hint: a key that is absent
first hint: a key that is absent
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .evaluation import evaluate
    from .models import MLP
    from .training import train

    rows = []
    for size in grid["num_hidden"]:
        for rate in grid["learning_rate"]:
            for batch in grid["batch_size"]:
                model = MLP(size)
                costs, _ = train(model, training_data, validation_data, epochs, batch, rate)
                cost, fraction = evaluate(model, validation_data)
                row = {"num_hidden": size, "learning_rate": rate, "batch_size": batch}
                row |= {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
                rows.append(row)
    return rows
