"""An iterable class instead of a DataLoader."""

import random

import torch


class Batches:
    def __init__(self, dataset, batch_size, shuffle):
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, shuffle

    def __len__(self):
        return -(-len(self.dataset) // self.batch_size)

    def __iter__(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            random.shuffle(order)
        for start in range(0, len(order), self.batch_size):
            items = [self.dataset[i] for i in order[start : start + self.batch_size]]
            images, labels = zip(*items)
            yield torch.stack(images), torch.tensor(labels)


def make_loader(dataset, batch_size=32, shuffle=False):
    return Batches(dataset, batch_size, shuffle)
