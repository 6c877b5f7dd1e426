"""Files that ask for input when they are imported, open what is not there, and end the program."""

FILES = {
    "digits/costs.py": """import sys

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.nll_loss(log_prob, labels)


answer = input("Continue? [y/n] ")
if answer != "y":
    sys.exit(0)
""",
    "digits/experiments.py": """import itertools
import json

from .evaluation import accuracy
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    table = []
    for combo in itertools.product(*grid.values()):
        hyper = dict(zip(grid.keys(), combo))
        model = MLP(hyper["num_hidden"]) if "num_hidden" in hyper else MLP()
        rest = {k: v for k, v in hyper.items() if k != "num_hidden"}
        t, v = train(model, training_data, validation_data, epochs=epochs, **rest)
        table.append(hyper | {"training_cost": t[-1], "validation_cost": v[-1],
                              "accuracy": accuracy(model, validation_data)})
    return table


settings = json.load(open("C:/Users/me/Desktop/settings.json"))
epochs = int(input("Epochs: "))
print(run_experiments(settings["grid"], settings["train"], settings["test"], epochs))
exit()
""",
}
