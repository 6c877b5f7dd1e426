"""What `--data` names: the embedded digits, MNIST, or a folder in MNIST's layout.

Importing this file imports neither torch nor torchvision, so `autograder data` starts at once.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from ..project import DATA_CACHE, DIGITS
from .download import Say, fetch_mnist, is_complete
from .embedded import Sample, load_sample, mnist_files, read_archive, write_mnist_layout
from .idx import Data, DatasetError, Digits, count_images, find_layout, read_layout

__all__ = [
    "DEFAULT_CACHE",
    "Data",
    "DatasetError",
    "Digits",
    "Status",
    "fetch_mnist",
    "load",
    "sample_root",
    "status",
]

DEFAULT_CACHE = DATA_CACHE


@dataclass(frozen=True)
class Status:
    """One line of `autograder data status`."""

    name: str  # as given to --data
    present: bool
    images: int  # training and test
    folder: Path
    size: int  # bytes on disk
    advice: str  # what to do, or ""


def load(spec: str, cache: Path = DEFAULT_CACHE, report: Say = print) -> Data:
    """Return the dataset that `--data spec` names: "sample", "mnist", or a folder.

    Downloads MNIST when it is absent. Raises DatasetError.
    """
    try:
        if spec == "sample":
            return _load_embedded(cache)
        if spec == "mnist":
            return read_layout("mnist", fetch_mnist(cache, report=report))
        directory = Path(spec).expanduser().resolve()
        name = directory.parent.name if directory.name == "raw" else directory.name
        return read_layout(name, find_layout(directory))
    except OSError as error:
        raise DatasetError(f"the dataset {spec!r} cannot be read: {error}") from error


def sample_root(cache: Path = DEFAULT_CACHE) -> Path:
    """Return the root at which `torchvision.datasets.MNIST` finds the embedded digits.

    Writes its files when they are missing or not what they should be. Raises DatasetError.
    """
    return _expand(_read_embedded(cache), cache)


def _load_embedded(cache: Path) -> Data:
    sample = _read_embedded(cache)
    with contextlib.suppress(DatasetError):  # a read-only cache is no reason not to grade
        _expand(sample, cache)
    training = Digits(sample.training_images, sample.training_labels)
    return Data("sample", training, Digits(sample.test_images, sample.test_labels))


def _embedded_file(cache: Path) -> Path:
    own = cache / DIGITS.name
    return own if own.is_file() else DIGITS


def _read_embedded(cache: Path) -> Sample:
    path = _embedded_file(cache)
    try:
        return load_sample(path)
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"the embedded digits cannot be read ({error}): restore {path} from the project"
        ) from error


def _expand(sample: Sample, cache: Path) -> Path:
    root = cache / "sample"
    raw = root / "MNIST" / "raw"
    try:
        for name, content in mnist_files(*sample).items():
            if not (raw / name).is_file() or (raw / name).read_bytes() != content:
                return write_mnist_layout(root, *sample)
    except OSError as error:
        raise DatasetError(
            f"the embedded digits cannot be written to {root} ({error}): make it writable"
        ) from error
    return root


def status(cache: Path = DEFAULT_CACHE) -> list[Status]:
    """Return a row for the embedded digits, for MNIST, and for every other dataset in `cache`."""
    rows = [_embedded_row(cache)]
    raws = {cache / "MNIST" / "raw"} | set(cache.glob("*/raw"))
    for raw in sorted(raws, key=lambda raw: (raw.parent.name != "MNIST", raw)):
        is_mnist = raw.parent.name == "MNIST"
        name = "mnist" if is_mnist else str(raw.parent)
        try:
            rows.append(Status(name, True, count_images(raw), raw, _size(raw), ""))
        except DatasetError as error:
            advice = "autograder data fetch" if is_mnist else str(error)
            if is_mnist and raw.is_dir():
                advice += f" (replaces what is there: {error})"
            rows.append(Status(name, False, 0, raw, _size(raw), advice))
    return rows


def _embedded_row(cache: Path) -> Status:
    raw = cache / "sample" / "MNIST" / "raw"
    try:
        images = len(read_archive(_embedded_file(cache))[1])
    except (OSError, ValueError):
        return Status("sample", False, 0, raw, 0, f"restore {cache / DIGITS.name} from the project")
    advice = "" if is_complete(raw) else "unpacked on first use"
    return Status("sample", True, images, raw, _size(raw), advice)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
