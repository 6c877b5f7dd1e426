"""MNIST's layout: a folder of four IDX files, what they are called, and how each begins.

Source: "The IDX file format" at the end of the MNIST page, yann.lecun.com/exdb/mnist.
"""

import math
import struct
from pathlib import Path

IDX_FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
CLASSES = "classes.txt"  # beside them, where classes have names: one a line, in order
UNSIGNED_BYTE = 0x08


class DatasetError(Exception):
    """Data that cannot be had: one sentence saying what, where, and what to do."""


def idx_header(shape: tuple[int, ...]) -> bytes:
    """Return how an IDX file of unsigned bytes of this shape begins."""
    return struct.pack(f">HBB{len(shape)}I", 0, UNSIGNED_BYTE, len(shape), *shape)


def read_shape(path: Path, start: bytes, size: int, dimensions: int) -> tuple[int, ...]:
    """Return the shape that an IDX file of `size` bytes states in its `start`.

    Raises `DatasetError` where it is no such file, or has another size.
    """
    length = 4 + 4 * dimensions
    if len(start) < length or start[:4] != bytes((0, 0, UNSIGNED_BYTE, dimensions)):
        raise DatasetError(
            f"{path} is no IDX file of unsigned bytes in {dimensions} dimension(s): replace it"
        )
    shape: tuple[int, ...] = struct.unpack(f">{dimensions}I", start[4:length])
    if size != length + math.prod(shape):
        raise DatasetError(
            f"{path} has {size} bytes where its header states {length + math.prod(shape)}: "
            "replace it"
        )
    return shape


def count_images(folder: Path) -> int:
    """Return the number of images in an unpacked layout, from the headers and the sizes."""
    counts = []
    for name in IDX_FILES:
        path = folder / name
        if not path.is_file():
            raise DatasetError(f"{path} is missing: add it")
        with path.open("rb") as file:
            dimensions = 3 if "images" in name else 1
            counts.append(read_shape(path, file.read(16), path.stat().st_size, dimensions)[0])
    return counts[0] + counts[2]


def is_complete(folder: Path) -> bool:
    """Say whether a folder holds all four files, whole."""
    try:
        return count_images(folder) > 0
    except DatasetError:
        return False
