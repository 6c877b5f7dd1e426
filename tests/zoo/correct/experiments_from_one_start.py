"""Experiments with one network a size, put back to its first weights for every row."""

import copy
from itertools import product

from torch.utils.data import Subset

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows, starts = [], {}
    part = Subset(training_data, range(len(training_data)))
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        size = row.get("num_hidden", 64)
        if size not in starts:
            network = MLP(size)
            starts[size] = network, copy.deepcopy(network.state_dict())
        network, first = starts[size]
        network.load_state_dict(first)
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        costs, others = train(network, part, list(validation_data), epochs, **options)
        fitted = evaluate(network, training_data)[0]
        row.update(training_cost=fitted, validation_cost=others[-1])
        row["accuracy"] = evaluate(network, validation_data)[1]
        rows.append(row)
    return rows
