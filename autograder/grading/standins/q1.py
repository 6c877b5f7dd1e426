"""The grader's own loader."""

from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    """Batches of a dataset."""
    return DataLoader(dataset, batch_size, shuffle)
