"""The loader shuffles unless it is told not to.
question: q1
hint: shuffle=True, not False
first hint: shuffle=True, not False
"""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=True):
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)
