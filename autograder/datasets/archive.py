"""The archive of the embedded digits: 1,797 real digits of 8x8 pixels, enlarged and split.

Everything is integer arithmetic: the digits are the same, bit for bit, on every machine and with
every version of NumPy.
"""

import os
import zipfile
import zlib

import numpy as np

from ..probing.shape import CHANNELS, COLUMNS, NUM_CLASSES, ROWS

BOX = min(ROWS, COLUMNS) * 5 // 7  # digits fill a box of this size in the middle, MNIST's 20
NUM_TEST = 360  # of 1,797; the other 1,437 are for training


def read_archive(path: str | os.PathLike[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the digits as they are, uint8 (1797, 8, 8) in 0..16, and their labels, uint8 (1797,).

    Raises OSError when the file cannot be read, and ValueError when it is not the archive.
    """
    try:
        with open(path, "rb") as file, np.load(file) as archive:
            small, labels = archive["images"], archive["labels"]
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is not the archive of the embedded digits") from error
    if small.shape != (len(labels), 8, 8) or small.max() > 16 or labels.max() > 9:
        raise ValueError(f"{path} does not hold 8x8 digits of values 0..16 with labels 0..9")
    return small, labels


def enlarge(small: np.ndarray) -> np.ndarray:
    """Enlarge 8x8 digits of 0..16 smoothly to 20x20 and centre them: uint8 (N, 28, 28), 0..255.

    Where images have another size, so do they: (N, ROWS, COLUMNS).
    """
    weights, unit = _cubic_weights(small.shape[-1], BOX)
    scaled = weights @ small.astype(np.int64) @ weights.T * 255  # in units of 1 / (16 unit²)
    one = 16 * unit * unit
    box = np.clip((scaled + one // 2) // one, 0, 255)  # rounded; the cubic overshoots a little
    margins = [((size - BOX) // 2, size - BOX - (size - BOX) // 2) for size in (ROWS, COLUMNS)]
    return np.pad(box, [(0, 0), *margins]).astype(np.uint8)


def as_coloured(grey: np.ndarray) -> np.ndarray:
    """Colour images uint8 (N, ROWS, COLUMNS), each in one of several tints: (N, channels, …)."""
    strength = (np.arange(len(grey))[:, None] + np.arange(CHANNELS)) % CHANNELS + 1
    whole = grey[:, None].astype(np.int64) * strength[:, :, None, None] // CHANNELS
    return whole.astype(np.uint8)


def as_classes(digits: np.ndarray) -> np.ndarray:
    """Return digits (N,) as labels of as many classes as there are.

    With fewer than ten classes several digits share one; with more a digit has several.
    """
    copies = np.arange(len(digits)) % -(-NUM_CLASSES // 10)
    return (digits.astype(np.int64) + 10 * copies) % NUM_CLASSES


def _cubic_weights(old: int, new: int) -> tuple[np.ndarray, int]:
    """Return the integer matrix (new, old) of cubic interpolation, and what its rows sum to.

    Pixels are squares and their values sit in the middle; outside the image there is paper (0).
    The kernel is Keys' (1981), a = -1/2. With 8 -> 20 its arguments are multiples of a tenth.
    """
    d = 2 * new  # every distance is a whole number of 1/d
    centre = (2 * np.arange(new) + 1) * old - new  # of each new pixel, in old pixels times d
    x = np.abs(centre[:, None] - d * np.arange(old)[None, :])
    near = 3 * x**3 - 5 * x**2 * d + 2 * d**3
    far = -(x**3) + 5 * x**2 * d - 8 * x * d**2 + 4 * d**3
    return np.where(x <= d, near, np.where(x < 2 * d, far, 0)), 2 * d**3


def choose_test(labels: np.ndarray) -> np.ndarray:
    """Return a mask (N,) of the test images: every fifth or so of each class, 360 in all.

    Going through the images class by class and taking them at equal steps gives each class its
    proportional share, rounded up or down, and exactly `NUM_TEST` in all.
    """
    steps = np.arange(len(labels) + 1) * NUM_TEST // len(labels)
    test = np.zeros(len(labels), dtype=bool)
    test[np.argsort(labels, kind="stable")] = np.diff(steps) > 0
    return test
