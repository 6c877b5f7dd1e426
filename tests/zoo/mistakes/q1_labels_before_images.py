"""Batches are pairs (labels, images).
question: q1
hint: expected (images, labels)
first hint: (labels, images)
"""

from torch.utils.data import DataLoader


class Swapped(DataLoader):
    def __iter__(self):
        for images, labels in super().__iter__():
            yield labels, images


def make_loader(dataset, batch_size=32, shuffle=False):
    return Swapped(dataset, batch_size, shuffle)
