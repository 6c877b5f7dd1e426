"""Values are paired up, not combined.
question: q7
hint: 4 combinations
first hint: 4 combinations
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .evaluation import evaluate
    from .models import MLP
    from .training import train

    rows = []
    for values in zip(*grid.values()):
        row = dict(zip(grid, values))
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        model = MLP(row.get("num_hidden", 64))
        costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        row |= {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        rows.append(row)
    return rows
