"""The solution's defaults, to which checks and stand-ins hold; by function or class, and argument.

`autograder release` writes this file from the signatures in solution/digits/.
"""

from typing import Any

DEFAULTS: dict[str, dict[str, Any]] = {
    "load_mnist": {
        "root": "data_cache",
        "train": True,
    },
    "make_loader": {
        "batch_size": 32,
        "shuffle": False,
    },
    "MLP": {
        "num_hidden": 64,
    },
    "train": {
        "epochs": 10,
        "batch_size": 32,
        "learning_rate": 0.001,
    },
    "CNN": {
        "channels": (8, 8, 8),
        "num_hidden": 16,
    },
    "run_experiments": {
        "epochs": 1,
    },
}
