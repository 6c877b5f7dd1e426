"""Experiments in a pool of threads, all networks made beforehand."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = [dict(zip(grid, values)) for values in product(*grid.values())]
    networks = [MLP(**{k: v for k, v in row.items() if k == "num_hidden"}) for row in rows]

    def work(number):
        options = {k: v for k, v in rows[number].items() if k != "num_hidden"}
        costs, others = train(networks[number], training_data, validation_data, epochs, **options)
        return costs[-1], others[-1]

    with ThreadPoolExecutor(3) as pool:
        costs = list(pool.map(work, range(len(rows))))
    for row, network, (cost, other) in zip(rows, networks, costs):
        row["training_cost"], row["validation_cost"] = cost, other
        row["accuracy"] = evaluate(network, validation_data)[1]
    return rows[::-1]
