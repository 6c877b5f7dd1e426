"""Reads folders in MNIST's layout, and checks them as they are read."""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..probing.images import as_kept
from ..probing.shape import CHANNELS, COLUMNS, NUM_CLASSES, ROWS
from .form import DIGITS_FORM, MOST_CLASSES, OUR_FORM, SMALLEST, Form
from .layout import CLASSES, IDX_FILES, DatasetError, read_shape

RELEASE = "name the folder in grading.yml, `data: …`, and run `autograder release`"


@dataclass(frozen=True, eq=False)
class Digits:
    """Images uint8 in 0..255, as they are kept, and their labels int64 (N,)."""

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, eq=False)
class Data:
    """A dataset: its name, for people, its two parts, and what its classes are called, in order;
    without `classes` each is called its number.
    """

    name: str
    training: Digits
    test: Digits
    classes: tuple[str, ...] = ()


def find_layout(directory: Path) -> Path:
    """Return the folder in or below `directory` that holds the four files."""
    if not directory.is_dir():
        raise DatasetError(
            f"there is no folder {directory}: "
            "give --data sample, --data mnist, a folder in MNIST's layout or one of pictures"
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
    missing = _missing(nearest)
    pictures = ", or a folder of pictures, such as .png, for each class"
    raise DatasetError(
        f"{nearest} is not in MNIST's layout: add {', '.join(missing)}, as it is or with .gz"
        + (pictures if len(missing) == len(IDX_FILES) else "")
    )


def _missing(folder: Path) -> list[str]:
    return [name for name in IDX_FILES if not _file(folder, name).is_file()]


def _file(folder: Path, name: str) -> Path:
    plain = folder / name
    return plain if plain.is_file() else folder / f"{name}.gz"


def read_layout(name: str, folder: Path) -> Data:
    """Read the four files in `folder` as the dataset called `name`. Raises DatasetError."""
    training = _read_part(_file(folder, IDX_FILES[0]), _file(folder, IDX_FILES[1]))
    test = _read_part(_file(folder, IDX_FILES[2]), _file(folder, IDX_FILES[3]))
    return Data(name, training, test, _read_classes(folder / CLASSES))


def find_form_of_layout(folder: Path) -> Form:
    """Return what the images in a folder of four files are: grey, unless they are those whose
    channels stand one below the other, as `shape.py` has them. Raises DatasetError.
    """
    image_file, label_file = _file(folder, IDX_FILES[0]), _file(folder, IDX_FILES[1])
    _, rows, columns = _read_idx(image_file, 3).shape
    labels = _read_idx(label_file, 1)
    named = folder / CLASSES
    count = len(named.read_bytes().splitlines()) if named.is_file() else 0
    num_classes = max(count, int(labels.max(initial=0)) + 1)
    if min(rows, columns) < SMALLEST:
        raise DatasetError(
            f"{image_file} holds images of {rows}x{columns}: give at least {SMALLEST}x{SMALLEST}"
        )
    if num_classes < 2:
        raise DatasetError(f"{label_file} holds one class: give labels from 0 up")
    if num_classes > MOST_CLASSES:
        raise DatasetError(f"{named} names {count} classes: give at most {MOST_CLASSES}")
    if (rows, columns, num_classes) == (CHANNELS * ROWS, COLUMNS, NUM_CLASSES):
        return OUR_FORM
    return Form(1, rows, columns, num_classes)


def _read_classes(file: Path) -> tuple[str, ...]:
    """Return what the classes are called, in order: their numbers where there is no such file, and
    nothing where they may be digits.
    """
    if not file.is_file():
        return () if OUR_FORM == DIGITS_FORM else tuple(map(str, range(NUM_CLASSES)))
    try:
        names = tuple(file.read_text("utf-8").splitlines())
    except UnicodeDecodeError:
        raise DatasetError(f"{file} is no text in UTF-8: write the names of the classes") from None
    if len(names) != NUM_CLASSES or not all(name.strip() for name in names):
        raise DatasetError(f"{file} must name {NUM_CLASSES} classes in order, one on each line")
    return names


def _read_part(image_file: Path, label_file: Path) -> Digits:
    images, labels = _read_idx(image_file, 3), _read_idx(label_file, 1)
    if images.shape[1:] != (CHANNELS * ROWS, COLUMNS) or len(images) == 0:
        shape, ours = "x".join(map(str, images.shape)), f"{CHANNELS * ROWS}x{COLUMNS}"
        raise DatasetError(
            f"{image_file} holds images of {shape}: give at least one of {ours}, or {RELEASE}"
        )
    if len(images) != len(labels):
        raise DatasetError(
            f"{label_file} holds {len(labels)} labels for the {len(images)} images of "
            f"{image_file.name}: give the two files that belong together"
        )
    if labels.max() >= NUM_CLASSES:
        raise DatasetError(
            f"{label_file} holds the label {labels.max()}: give labels 0 to {NUM_CLASSES - 1},"
            f" or {RELEASE}"
        )
    return Digits(as_kept(torch.from_numpy(images)), torch.from_numpy(labels.astype(np.int64)))


def _read_idx(path: Path, dimensions: int) -> np.ndarray:
    """Return what an IDX file of unsigned bytes, or such a file in a .gz, holds."""
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(f"{path} cannot be read ({error}): replace it") from error
    shape = read_shape(path, content[:16], len(content), dimensions)
    values = np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * dimensions)
    return values.reshape(shape).copy()  # writable, which torch asks for
