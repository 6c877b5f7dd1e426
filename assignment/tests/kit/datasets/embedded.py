"""The embedded digits as tensors, and datasets as the files of MNIST's layout.

With what it imports this needs NumPy, PyTorch and the standard library only, for it also runs in a
student's folder.
"""

import os
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ..probing.shape import CHANNELS
from .archive import as_classes, as_coloured, choose_test, enlarge, read_archive
from .layout import IDX_FILES, idx_header


class Sample(NamedTuple):
    """The embedded digits, in the assignment's shape: images uint8 (N, 28, 28), as they are kept,
    labels int64 (N,) in 0..9.
    """

    training_images: Tensor  # 1,437
    training_labels: Tensor
    test_images: Tensor  # 360
    test_labels: Tensor


@lru_cache(maxsize=1)  # reading and enlarging takes 24 ms; a grader needs it again and again
def load_sample(path: str | os.PathLike[str]) -> Sample:
    """Read `digits8x8.npz` and return its digits enlarged and split; callers share them.

    Raises what `read_archive` raises.
    """
    small, labels = read_archive(path)
    images, labels, test = enlarge(small), as_classes(labels), choose_test(labels)
    images = images if CHANNELS == 1 else as_coloured(images)
    parts = images[~test], labels[~test], images[test], labels[test]
    return Sample(*(torch.from_numpy(part) for part in parts))


def idx_bytes(array: Tensor) -> bytes:
    """Encode a uint8 tensor of one to three dimensions as an IDX file."""
    values: np.ndarray = array.detach().cpu().numpy()
    if values.dtype != np.uint8 or not 1 <= values.ndim <= 3:
        raise ValueError(f"not a uint8 tensor of 1 to 3 dimensions: {array.dtype}, {values.shape}")
    return idx_header(values.shape) + values.tobytes()


def mnist_files(
    training_images: Tensor, training_labels: Tensor, test_images: Tensor, test_labels: Tensor
) -> dict[str, bytes]:
    """Return the four files of MNIST's layout: images uint8, as they are kept, labels (N,).

    The channels of an image stand one below the other: (N, channels * rows, columns).
    """
    stacked = (one.reshape(len(one), -1, one.shape[-1]) for one in (training_images, test_images))
    parts = next(stacked), training_labels.byte(), next(stacked), test_labels.byte()
    return {name: idx_bytes(part) for name, part in zip(IDX_FILES, parts, strict=True)}
