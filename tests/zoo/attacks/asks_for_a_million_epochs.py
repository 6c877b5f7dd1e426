"""It has a network trained for a million epochs, and one made with a million hidden units.
kind: bombs
points: 100
hint: epochs
"""

import contextlib


def run_experiments(grid, training_data, validation_data, epochs=1):
    if "num_hidden" in grid:
        with contextlib.suppress(Exception):
            ask("MLP", num_hidden=1_000_000)
    train(MLP(8), training_data, validation_data, 1_000_000)
    return []


ask = globals().get("train").__globals__.get("ask")
