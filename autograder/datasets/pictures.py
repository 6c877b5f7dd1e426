"""Reads a folder of pictures, laid out for torchvision's ImageFolder: a folder for each class.

pictures/train/cat/1.png        pictures/cat/1.png
pictures/test/cat/2.png     or  pictures/dog/2.png
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from ..probing.images import IMAGE_SHAPE, as_kept
from ..probing.shape import CHANNELS, COLUMNS, ROWS
from .form import MOST_CLASSES, OUR_FORM, SMALLEST, Form
from .idx import RELEASE, Data, Digits
from .layout import DatasetError

ENDINGS = {".bmp", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff", ".webp"}
PARTS = "train", "test"
TEST_SHARE = 5  # where there is one folder, every fifth picture or so is for the test
LEAST = {"train": 20, "test": 5}  # pictures of a class
GREY = {"1", "L", "LA"}  # Pillow's modes without colours

Files = dict[str, list[Path]]  # pictures by class, in order


def holds_pictures(directory: Path) -> bool:
    """Say whether a folder is laid out as pictures are: with folders, and no `raw` among them."""
    if not directory.is_dir():
        return False
    folders = {one.name for one in directory.iterdir() if one.is_dir()}
    pictures = (path.suffix.lower() in ENDINGS for path in directory.glob("*/*"))
    return "raw" not in folders and (folders >= {*PARTS} or any(pictures))


def find_form(directory: Path) -> Form:
    """Return what the pictures in a folder are. Raises DatasetError where they are not alike."""
    parts = _find_files(directory)
    first, *others = [path for files in parts.values() for one in files.values() for path in one]
    with _opened(first) as picture:
        size, modes = picture.size, {picture.mode}
    for path in others:
        with _opened(path) as picture:
            if picture.size != size:
                raise DatasetError(
                    f"{path} has {_pixels(picture.size)} pixels and {first} {_pixels(size)}: "
                    "make all pictures the same size"
                )
            modes.add(picture.mode)
    if min(size) < SMALLEST:
        raise DatasetError(
            f"the pictures in {directory} have {_pixels(size)} pixels: "
            f"give at least {SMALLEST}x{SMALLEST}"
        )
    columns, rows = size
    return Form(1 if modes <= GREY else 3, rows, columns, len(parts["train"]))


def read_pictures(name: str, directory: Path) -> Data:
    """Read the pictures in a folder as the dataset called `name`.

    Raises DatasetError, also where `shape.py` was not made for them.
    """
    form = find_form(directory)
    if form != OUR_FORM:
        raise DatasetError(
            f"the pictures in {directory} are {form}, and this assignment is for {OUR_FORM}:"
            f" {RELEASE}"
        )
    parts = _find_files(directory)
    training, test = (_read_part(parts[part]) for part in PARTS)
    return Data(name, training, test, tuple(parts["train"]))


def _find_files(directory: Path) -> dict[str, Files]:
    """Return the pictures of both parts. Raises DatasetError where some are missing."""
    parted = all((directory / part).is_dir() for part in PARTS)
    if parted:
        parts = {part: _classes(directory / part) for part in PARTS}
    else:
        whole = _classes(directory)
        parts = {"train": {}, "test": {}}
        for name, paths in whole.items():
            ordered = sorted(paths, key=lambda path: sha256(path.name.encode()).digest())
            count = len(paths) // TEST_SHARE
            parts["test"][name], parts["train"][name] = ordered[:count], ordered[count:]
    names = list(parts["train"])
    where = directory / "train" if parted else directory
    if not names:
        raise DatasetError(
            f"{where} holds no class: make a folder of pictures for each, such as {where / 'cat'}"
        )
    if len(names) == 1:
        raise DatasetError(f"{where} holds one class, {names[0]}: add a folder for each other one")
    if len(names) > MOST_CLASSES:
        raise DatasetError(f"{where} holds {len(names)} classes: give at most {MOST_CLASSES}")
    if different := set(names) ^ set(parts["test"]):
        raise DatasetError(
            f"{directory / 'train'} and {directory / 'test'} do not hold the same classes: "
            f"{min(different)} is in one of them"
        )
    for part, files in parts.items():
        for name, paths in files.items():
            if len(paths) < LEAST[part]:
                wanted = LEAST[part] if parted else TEST_SHARE * LEAST["test"]
                found = len(paths) if parted else sum(len(one[name]) for one in parts.values())
                place = directory / part / name if parted else directory / name
                raise DatasetError(f"{place} holds {found} pictures: give at least {wanted}")
    return parts


def _classes(folder: Path) -> Files:
    """Return the pictures of each class in a folder, in order of their names."""
    return {
        one.name: sorted(path for path in one.rglob("*") if path.suffix.lower() in ENDINGS)
        for one in sorted(folder.iterdir())
        if one.is_dir() and not one.name.startswith(".")
    }


def _read_part(files: Mapping[str, list[Path]]) -> Digits:
    images, labels = [], []
    for label, paths in enumerate(files.values()):
        images += [_read(path) for path in paths]
        labels += [label] * len(paths)
    return Digits(as_kept(torch.from_numpy(np.stack(images))), torch.tensor(labels))


def _read(path: Path) -> np.ndarray:
    """Return a picture, uint8 (channels, rows, columns)."""
    with _opened(path) as picture:
        try:
            pixels = np.asarray(picture.convert("L" if CHANNELS == 1 else "RGB"))
        except (OSError, SyntaxError, ValueError) as error:
            raise _unreadable(path) from error
    whole = pixels.reshape(ROWS, COLUMNS, CHANNELS).transpose(2, 0, 1)
    assert whole.shape == IMAGE_SHAPE
    return np.ascontiguousarray(whole)


def _opened(path: Path) -> Image.Image:
    try:
        return Image.open(path)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> DatasetError:
    return DatasetError(f"{path} is no picture that can be read: replace it, or take it away")


def _pixels(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"
