"""Every loader shuffles.
question: q1
hint: without shuffle the samples came in another order
first hint: without shuffle
"""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size=batch_size, shuffle=True)
