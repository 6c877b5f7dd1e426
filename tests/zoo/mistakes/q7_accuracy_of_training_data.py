"""The accuracy of a row is measured on the training data, its cost on the validation data.
question: q7
hint: accuracy on the training data
first hint: what the accuracy is measured on
"""

from itertools import product


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .evaluation import accuracy
    from .models import MLP
    from .training import train

    rows = []
    for values in product(*grid.values()):
        setting = dict(zip(grid.keys(), values))
        options = setting.copy()
        model = MLP(options.pop("num_hidden", 64))
        training, validation = train(model, training_data, validation_data, epochs, **options)
        results = {"training_cost": training[-1], "validation_cost": validation[-1]}
        rows.append({**setting, **results, "accuracy": accuracy(model, training_data)})
    return rows
