"""Its dataset says that it has a billion items, and takes a while for each.
kind: hangs
points: 103
hint: are over
"""


class Slow:
    def __len__(self):
        return 10**9

    def __getitem__(self, index):
        import time

        import torch

        time.sleep(0.05)
        return torch.zeros(1, 28, 28), 0


def load_mnist(root="data_cache", train=True):
    return Slow()
