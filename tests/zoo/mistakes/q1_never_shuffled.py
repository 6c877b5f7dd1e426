"""The argument shuffle is ignored.
question: q1
hint: with shuffle=True the samples came in the order of the dataset
first hint: shuffle=True
"""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size=batch_size)
