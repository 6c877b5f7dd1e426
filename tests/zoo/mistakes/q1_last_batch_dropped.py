"""The last short batch is dropped.
question: q1
hint: no sample is left out
first hint: last batch
"""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size, shuffle, drop_last=True)
