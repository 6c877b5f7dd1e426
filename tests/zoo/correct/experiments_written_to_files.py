"""Experiments over a ChainMap of defaults, with a table printed, and written as CSV and JSON."""

import csv
import itertools
import json
import tempfile
from collections import ChainMap
from pathlib import Path
from types import SimpleNamespace

from .evaluation import evaluate
from .models import MLP
from .training import train

DEFAULTS = {"num_hidden": 64, "batch_size": 32, "learning_rate": 0.001}


def combinations(grid):
    pairs = [[(name, value) for value in values] for name, values in sorted(grid.items())]
    yield from map(dict, itertools.product(*pairs))


def run_one(chosen, training_data, validation_data, epochs):
    hp = SimpleNamespace(**ChainMap(chosen, DEFAULTS))
    network = MLP(num_hidden=hp.num_hidden)
    costs = train(
        network, training_data, validation_data, epochs, hp.batch_size, hp.learning_rate, "cpu"
    )
    validation_cost, accuracy = evaluate(network, validation_data)
    results = zip(
        ["training_cost", "validation_cost", "accuracy"], [costs[0][-1], validation_cost, accuracy]
    )
    return dict(itertools.chain(chosen.items(), results))


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = [run_one(one, training_data, validation_data, epochs) for one in combinations(grid)]
    folder = Path(tempfile.mkdtemp(prefix="experiments-"))
    with (folder / "results.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)
    (folder / "results.json").write_text(json.dumps(rows, indent=2))
    for row in sorted(rows, key=lambda row: -row["accuracy"]):
        print(" | ".join(f"{key}={value:>8.4g}" for key, value in row.items()))
    return rows
