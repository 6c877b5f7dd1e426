"""Experiments in three nested loops over the values or their defaults."""

from .evaluation import accuracy, evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    table = []
    for num_hidden in grid.get("num_hidden", [64]):
        for rate in grid.get("learning_rate", [0.001]):
            for size in grid.get("batch_size", [32]):
                net = MLP(num_hidden=num_hidden)
                training_costs, validation_costs = train(
                    net, training_data, validation_data, epochs=epochs, batch_size=size,
                    learning_rate=rate,
                )  # fmt: skip
                chosen = {"num_hidden": num_hidden, "learning_rate": rate, "batch_size": size}
                table.append({key: value for key, value in chosen.items() if key in grid})
                table[-1]["training_cost"] = training_costs[-1]
                table[-1]["validation_cost"] = validation_costs[-1]
                table[-1]["accuracy"] = accuracy(net, validation_data)
                assert evaluate(net, validation_data)[1] == table[-1]["accuracy"]
    return table
