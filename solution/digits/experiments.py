"""q7 (extra): which hyperparameters make a good network?"""

from itertools import product

from torch.utils.data import Dataset

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(
    grid: dict[str, list], training_data: Dataset, validation_data: Dataset, epochs: int = 1
) -> list[dict]:
    """Train a new MLP for every combination of hyperparameters and compare them.

    Args:
        grid: the values to try, such as `{"num_hidden": [8, 64], "learning_rate": [1e-3, 1e-2]}`.
            Keys are among `num_hidden`, `learning_rate` and `batch_size`; a key that is absent
            keeps its default.
        training_data: pairs `(image, label)` to learn from.
        validation_data: pairs `(image, label)` to compare the networks on.
        epochs: passes over `training_data` for each network.

    Returns:
        One row for every combination: a dict with its values under the keys of `grid`, plus
        `training_cost` and `validation_cost` (nats per sample, after the last epoch) and
        `accuracy` (a fraction, on `validation_data`).
    """
    # BEGIN SOLUTION
    # TODO q7: train a fresh MLP per combination; return the rows
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values, strict=True))
        options = dict(row)
        size = {"num_hidden": options.pop("num_hidden")} if "num_hidden" in options else {}
        model = MLP(**size)  # fresh weights for every row
        training_costs, _ = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        results = {"training_cost": training_costs[-1], "validation_cost": cost}
        rows.append(row | results | {"accuracy": fraction})
    return rows
    # END SOLUTION
