"""The loader is made and not returned.
question: q1
hint: make_loader returned None
first hint: returned None
"""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    loader = DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)
