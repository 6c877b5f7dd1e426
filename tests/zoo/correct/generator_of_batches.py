"""Batches by a generator with a walrus over islice, an object whose iter starts anew."""

from itertools import islice

import torch


class Batches:
    def __init__(self, dataset, batch_size, shuffle):
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, shuffle

    def __len__(self):
        return -(-len(self.dataset) // self.batch_size)

    def _order(self):
        n = len(self.dataset)
        yield from (torch.randperm(n).tolist() if self.shuffle else range(n))

    def __iter__(self):
        order = self._order()
        while chunk := list(islice(order, self.batch_size)):
            xs, ys = zip(*map(self.dataset.__getitem__, chunk))
            yield torch.stack(xs), torch.as_tensor(ys)


def make_loader(dataset, batch_size=32, shuffle=False):
    return Batches(dataset, batch_size, shuffle)
