"""Batches always have 32 samples.
question: q1
hint: samples in batches of
first hint: batch_size
"""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size=32, shuffle=shuffle)
