"""The grader's own loader."""

from torch.utils.data import DataLoader


def make_loader(
    dataset,
    batch_size=DEFAULTS["make_loader"]["batch_size"],
    shuffle=DEFAULTS["make_loader"]["shuffle"],
):
    """Batches of a dataset."""
    return DataLoader(dataset, batch_size, shuffle)
