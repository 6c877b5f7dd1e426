"""Samples are drawn with replacement.
question: q1
hint: repeats or loses some
first hint: more than once
"""

from torch.utils.data import DataLoader, RandomSampler


def make_loader(dataset, batch_size=32, shuffle=False):
    if not shuffle:
        return DataLoader(dataset, batch_size)
    return DataLoader(dataset, batch_size, sampler=RandomSampler(dataset, replacement=True))
