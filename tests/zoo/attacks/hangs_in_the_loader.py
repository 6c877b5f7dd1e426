"""Its loader's batches never come to an end.
kind: hangs
points: 102
hint: are over
"""


def make_loader(dataset, batch_size=32, shuffle=False):
    import itertools
    import time

    import torch

    for _ in itertools.count():
        time.sleep(0.05)
        yield torch.zeros(1, 1, 28, 28), torch.zeros(1, dtype=torch.int64)
