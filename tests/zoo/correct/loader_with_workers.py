"""A loader with two worker processes."""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, num_workers=2)
