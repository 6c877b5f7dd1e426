"""The embedded digits: 1,797 real 8x8 digits, enlarged, split and written in MNIST's layout.

Needs NumPy, PyTorch and the standard library only, so that the same file also runs in a
student's folder. Everything is integer arithmetic: the digits are the same, bit for bit, on every
machine and with every version of either library.
"""

from __future__ import annotations

import os
import secrets
import shutil
import struct
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:  # PyTorch takes seconds to import, and only load_sample needs it
    from torch import Tensor

SIZE = 28  # MNIST's images
BOX = 20  # MNIST's digits fill a box of this size in the middle
NUM_TEST = 360  # of 1,797; the other 1,437 are for training

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


class Sample(NamedTuple):
    """The embedded digits; images uint8 (N, 28, 28), labels int64 (N,) in 0..9."""

    training_images: Tensor  # 1,437
    training_labels: Tensor
    test_images: Tensor  # 360
    test_labels: Tensor


@lru_cache(maxsize=1)  # reading and enlarging takes 24 ms; a grader needs it again and again
def load_sample(path: str | os.PathLike[str]) -> Sample:
    """Read `digits8x8.npz` and return its digits enlarged to 28x28 and split; callers share them.

    Raises what `read_archive` raises.
    """
    import torch  # noqa: PLC0415 - it takes seconds, and most of this file needs none

    small, labels = read_archive(path)
    images, labels, test = enlarge(small), labels.astype(np.int64), choose_test(labels)
    parts = images[~test], labels[~test], images[test], labels[test]
    return Sample(*(torch.from_numpy(part) for part in parts))


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
    """Enlarge 8x8 digits of 0..16 smoothly to 20x20 and centre them: uint8 (N, 28, 28), 0..255."""
    weights, unit = _cubic_weights(small.shape[-1], BOX)
    scaled = weights @ small.astype(np.int64) @ weights.T * 255  # in units of 1 / (16 unit²)
    one = 16 * unit * unit
    box = np.clip((scaled + one // 2) // one, 0, 255)  # rounded; the cubic overshoots a little
    margin = (SIZE - BOX) // 2
    padding = (0, 0), (margin, margin), (margin, margin)
    return np.pad(box, padding).astype(np.uint8)


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


def idx_bytes(array: Tensor) -> bytes:
    """Encode a uint8 tensor of one to three dimensions as an IDX file, the format of MNIST.

    Source: "The IDX file format" at the end of the MNIST page, yann.lecun.com/exdb/mnist.
    """
    values: np.ndarray = array.detach().cpu().numpy()
    if values.dtype != np.uint8 or not 1 <= values.ndim <= 3:
        raise ValueError(f"not a uint8 tensor of 1 to 3 dimensions: {array.dtype}, {values.shape}")
    unsigned_byte = 0x08
    header = struct.pack(f">HBB{values.ndim}I", 0, unsigned_byte, values.ndim, *values.shape)
    return header + values.tobytes()


def mnist_files(
    training_images: Tensor, training_labels: Tensor, test_images: Tensor, test_labels: Tensor
) -> dict[str, bytes]:
    """Return the four files of MNIST's layout: images uint8 (N, 28, 28), labels integers (N,)."""
    parts = training_images, training_labels.byte(), test_images, test_labels.byte()
    return {name: idx_bytes(part) for name, part in zip(FILES, parts, strict=True)}


def write_mnist_layout(
    root: str | os.PathLike[str],
    training_images: Tensor,
    training_labels: Tensor,
    test_images: Tensor,
    test_labels: Tensor,
) -> Path:
    """Write `root`/MNIST/raw so that `torchvision.datasets.MNIST(root)` reads it; return `root`.

    Images are uint8 (N, 28, 28), labels integers (N,). All four files appear at once.
    """
    files = mnist_files(training_images, training_labels, test_images, test_labels)
    raw = Path(root) / "MNIST" / "raw"
    stage = staging_folder(raw.parent)
    try:
        for name, content in files.items():
            (stage / name).write_bytes(content)
        move_in(stage, raw)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Path(root)


def staging_folder(parent: Path) -> Path:
    """Make and return a new hidden folder in `parent`, where files wait until all are written."""
    parent.mkdir(parents=True, exist_ok=True)
    stage = parent / f".partial-{secrets.token_hex(8)}"
    stage.mkdir()  # not tempfile.mkdtemp, whose folders nobody else can read
    return stage


def move_in(stage: Path, target: Path) -> None:
    """Rename the folder `stage` to `target`; where there is one, replace its files one by one."""
    try:
        stage.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        for path in stage.iterdir():
            os.replace(path, target / path.name)
