"""Folders in MNIST's layout: four IDX files of images and labels, checked as they are read."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .embedded import FILES, SIZE

if TYPE_CHECKING:
    from torch import Tensor


class DatasetError(Exception):
    """Data that cannot be had: one sentence saying what, where, and what to do."""


@dataclass(frozen=True, eq=False)
class Digits:
    """Images uint8 (N, 28, 28) in 0..255 and their labels int64 (N,) in 0..9."""

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, eq=False)
class Data:
    """A dataset: its name, for people, and its two parts."""

    name: str
    training: Digits
    test: Digits


def find_layout(directory: Path) -> Path:
    """Return the folder in or below `directory` that holds the four files."""
    if not directory.is_dir():
        raise DatasetError(
            f"there is no folder {directory}: "
            "give --data sample, --data mnist or a folder in MNIST's layout"
        )
    likely = [directory, directory / "raw", directory / "MNIST" / "raw"]
    others = sorted(set(directory.glob("*/raw")) - set(likely))
    complete = [folder for folder in others if not _missing(folder)]
    for folder in likely:
        if not _missing(folder):
            return folder
    if len(complete) == 1:
        return complete[0]
    if complete:
        names = ", ".join(folder.parent.name for folder in complete)
        raise DatasetError(
            f"{directory} holds several datasets ({names}): "
            f"name one, as in --data {complete[0].parent}"
        )
    nearest = min(likely + others, key=lambda folder: len(_missing(folder)))
    raise DatasetError(
        f"{nearest} is not in MNIST's layout: "
        f"add {', '.join(_missing(nearest))}, as it is or with .gz"
    )


def _missing(folder: Path) -> list[str]:
    return [name for name in FILES if not _file(folder, name).is_file()]


def _file(folder: Path, name: str) -> Path:
    plain = folder / name
    return plain if plain.is_file() else folder / f"{name}.gz"


def read_layout(name: str, folder: Path) -> Data:
    """Read the four files in `folder` as the dataset called `name`. Raises DatasetError."""
    training = _read_part(_file(folder, FILES[0]), _file(folder, FILES[1]))
    return Data(name, training, _read_part(_file(folder, FILES[2]), _file(folder, FILES[3])))


def _read_part(image_file: Path, label_file: Path) -> Digits:
    import torch  # noqa: PLC0415 - it takes seconds, and `count_images` needs none

    images, labels = _read_idx(image_file, 3), _read_idx(label_file, 1)
    if images.shape[1:] != (SIZE, SIZE) or len(images) == 0:
        shape = "x".join(map(str, images.shape))
        raise DatasetError(f"{image_file} holds images of {shape}: give at least one of 28x28")
    if len(images) != len(labels):
        raise DatasetError(
            f"{label_file} holds {len(labels)} labels for the {len(images)} images of "
            f"{image_file.name}: give the two files that belong together"
        )
    if labels.max() > 9:
        raise DatasetError(f"{label_file} holds the label {labels.max()}: give labels 0 to 9")
    return Digits(torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64)))


def _read_idx(path: Path, dimensions: int) -> np.ndarray:
    """Return what an IDX file of unsigned bytes, or such a file in a .gz, holds."""
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(f"{path} cannot be read ({error}): replace it") from error
    shape = _shape(path, content[:16], len(content), dimensions)
    values = np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * dimensions)
    return values.reshape(shape).copy()  # writable, which torch asks for


def _shape(path: Path, start: bytes, size: int, dimensions: int) -> tuple[int, ...]:
    """Check an IDX file's magic number, and its size against the shape that it states."""
    length = 4 + 4 * dimensions
    if len(start) < length or start[:4] != bytes((0, 0, 8, dimensions)):
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
    for name in FILES:
        path = folder / name
        if not path.is_file():
            raise DatasetError(f"{path} is missing: add it")
        with path.open("rb") as file:
            dimensions = 3 if "images" in name else 1
            counts.append(_shape(path, file.read(16), path.stat().st_size, dimensions)[0])
    return counts[0] + counts[2]
