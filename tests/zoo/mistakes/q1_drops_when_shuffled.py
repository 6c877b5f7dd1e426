"""Only a shuffled loader drops the last batch.
question: q1
hint: every sample exactly once
first hint: last batch
"""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, drop_last=shuffle)
