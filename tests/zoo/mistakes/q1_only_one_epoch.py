"""The loader is an iterator, which is used up after an epoch.
question: q1
hint: second epoch
first hint: second epoch
"""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return iter(DataLoader(dataset, batch_size, shuffle))
