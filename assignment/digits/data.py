"""q1: the images, one by one and in batches."""

import torch
import torchvision
from torch.utils.data import DataLoader, Dataset

from .shape import CHANNELS, COLUMNS, ROWS


def load_mnist(root: str = "data_cache", train: bool = True) -> Dataset:
    """Load the training images, or the test images: those of MNIST unless others are there.

    Args:
        root: folder of the dataset. Where `root/MNIST/raw` holds the four IDX files nothing is
            downloaded; elsewhere torchvision downloads MNIST once.
        train: True for the training images, False for the test images.

    Returns:
        A dataset of pairs `(image, label)`: the image a float32 tensor (CHANNELS, ROWS,
        COLUMNS) in [0, 1], 1 where the files have 255; the label a Python int, 0 to
        NUM_CLASSES - 1.

    Raises:
        RuntimeError: the files are absent and cannot be downloaded.
    """
    # TODO q1: return MNIST as pairs of an image tensor and a label
    raise NotImplementedError("q1: return MNIST as pairs of an image tensor and a label")


def make_loader(dataset: Dataset, batch_size: int = 32, shuffle: bool = False) -> DataLoader:
    """Serve a dataset in batches.

    Args:
        dataset: any dataset with a length, of pairs `(image, label)`.
        batch_size: samples in a batch; the last batch of an epoch may be shorter.
        shuffle: True for a new random order each epoch, False for the order of the dataset.

    Returns:
        An iterable of `(images, labels)`: float32 (N, CHANNELS, ROWS, COLUMNS) and int64 (N,).
        One pass over it is an epoch, and every sample comes exactly once.
    """
    # TODO q1: return a DataLoader over the whole dataset
    raise NotImplementedError("q1: return a DataLoader over the whole dataset")
