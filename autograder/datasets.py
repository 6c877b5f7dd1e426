"""What `--data` names: the embedded digits, MNIST, or a folder in MNIST's layout.

Importing this file imports neither torch nor torchvision: `autograder data` starts at once.
"""

from __future__ import annotations

import contextlib
import gzip
import math
import shutil
import socket
import struct
import sys
import urllib.error
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autograder.sample import (
    FILES,
    SIZE,
    Sample,
    load_sample,
    mnist_files,
    move_in,
    read_archive,
    staging_folder,
    write_mnist_layout,
)

if TYPE_CHECKING:
    from torch import Tensor

DEFAULT_CACHE = Path(__file__).resolve().parents[1] / "data_cache"
EMBEDDED = "digits8x8.npz"
TIMEOUT = 20.0  # seconds of silence after which a mirror counts as dead

Report = Callable[[str], None]


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


@dataclass(frozen=True)
class Row:
    """One line of `autograder data status`."""

    name: str  # as given to --data
    present: bool
    images: int  # training and test
    folder: Path
    size: int  # bytes on disk
    advice: str  # what to do, or ""


def load(spec: str, cache: Path = DEFAULT_CACHE, report: Report = print) -> Data:
    """Return the dataset that `--data spec` names: "sample", "mnist", or a folder.

    Downloads MNIST when it is absent. Raises DatasetError.
    """
    try:
        if spec == "sample":
            return _load_embedded(cache)
        if spec == "mnist":
            return _read_layout("mnist", fetch_mnist(cache, report=report))
        directory = Path(spec).expanduser().resolve()
        name = directory.parent.name if directory.name == "raw" else directory.name
        return _read_layout(name, _find_layout(directory))
    except OSError as error:
        raise DatasetError(f"the dataset {spec!r} cannot be read: {error}") from error


# The embedded digits


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
    own = cache / EMBEDDED
    return own if own.is_file() else DEFAULT_CACHE / EMBEDDED


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


# Folders in MNIST's layout


def _find_layout(directory: Path) -> Path:
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


def _read_layout(name: str, folder: Path) -> Data:
    training = _read_part(_file(folder, FILES[0]), _file(folder, FILES[1]))
    return Data(name, training, _read_part(_file(folder, FILES[2]), _file(folder, FILES[3])))


def _read_part(image_file: Path, label_file: Path) -> Digits:
    import torch

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


def _count(folder: Path) -> int:
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


# MNIST


def fetch_mnist(
    cache: Path = DEFAULT_CACHE, mirrors: Sequence[str] = (), report: Report = print
) -> Path:
    """Return `cache`/MNIST/raw, after downloading what it should hold when it does not.

    Downloads through torchvision, which checks MD5 sums: from `mirrors` if there are any, else from
    torchvision's own. All files appear at once or, when anything fails, none. Raises DatasetError.
    """
    raw = cache / "MNIST" / "raw"
    if _is_complete(raw):
        return raw
    wrong = [mirror for mirror in mirrors if not mirror.startswith(("http://", "https://"))]
    if wrong:
        raise DatasetError(
            f"{wrong[0]!r} is no mirror: give an address that begins with http(s)://"
        )
    try:
        with _alone(cache, report):
            if _is_complete(raw):  # somebody else fetched it while we waited
                return raw
            for orphan in raw.parent.glob(".partial-*"):  # of a process that was killed
                shutil.rmtree(orphan, ignore_errors=True)
            stage = staging_folder(raw.parent)
            try:
                _download(stage, mirrors, report)
                move_in(stage, raw)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise DatasetError(
            f"MNIST cannot be written to {raw} ({error}): make room there"
        ) from error
    report(f"MNIST is in {raw}")
    return raw


def _is_complete(raw: Path) -> bool:
    try:
        return _count(raw) > 0
    except DatasetError:
        return False


def _download(stage: Path, mirrors: Sequence[str], report: Report) -> None:
    """Download and unpack the four files into `stage`; a mirror that fails once is left."""
    from torchvision.datasets import MNIST
    from torchvision.datasets.utils import download_and_extract_archive

    wanted, failures = list(MNIST.resources), []
    for mirror in mirrors or MNIST.mirrors:
        try:
            while wanted:
                name, md5 = wanted[0]
                url = f"{mirror.rstrip('/')}/{name}"
                report(f"downloading {url}")
                with _impatient(), _quiet():
                    download_and_extract_archive(url, str(stage), md5=md5, remove_finished=True)
                del wanted[0]
            return
        except (OSError, RuntimeError, HTTPException, EOFError, ValueError) as error:
            failures.append(f"{url}: {_reason(error)}")
            report(f"failed, {failures[-1]}")
    raise DatasetError(
        f"MNIST cannot be downloaded ({'; '.join(failures)}): "
        "check the network, or name a mirror with `autograder data fetch --mirror URL`"
    )


def _reason(error: Exception) -> str:
    if isinstance(error, RuntimeError):  # torchvision's, which only says "not found or corrupted"
        return "wrong MD5 checksum, the file is cut short or altered"
    if isinstance(error, urllib.error.URLError) and not isinstance(error, urllib.error.HTTPError):
        return str(error.reason)
    return str(error) or type(error).__name__


@contextlib.contextmanager
def _impatient() -> Iterator[None]:
    """Give up on a silent server; torchvision by itself would wait for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _quiet() -> contextlib.AbstractContextManager[object]:
    """Keep torchvision's progress bars, which go to stderr, for people at a terminal."""
    if sys.stderr.isatty():
        return contextlib.nullcontext()
    return contextlib.redirect_stderr(StringIO())


@contextlib.contextmanager
def _alone(cache: Path, report: Report) -> Iterator[None]:
    """Let one process at a time download into `cache`; the system frees the lock of a dead one."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / ".lock").open("a") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # after ten seconds of trying
                    report("waiting for another download to end")
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                report("waiting for another download to end")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


# What is there


def status(cache: Path = DEFAULT_CACHE) -> list[Row]:
    """Return a row for the embedded digits, for MNIST, and for every other dataset in `cache`."""
    rows = [_embedded_row(cache)]
    raws = {cache / "MNIST" / "raw"} | set(cache.glob("*/raw"))
    for raw in sorted(raws, key=lambda raw: (raw.parent.name != "MNIST", raw)):
        is_mnist = raw.parent.name == "MNIST"
        name = "mnist" if is_mnist else str(raw.parent)
        try:
            rows.append(Row(name, True, _count(raw), raw, _size(raw), ""))
        except DatasetError as error:
            advice = "autograder data fetch" if is_mnist else str(error)
            if is_mnist and raw.is_dir():
                advice += f" (replaces what is there: {error})"
            rows.append(Row(name, False, 0, raw, _size(raw), advice))
    return rows


def _embedded_row(cache: Path) -> Row:
    raw = cache / "sample" / "MNIST" / "raw"
    try:
        images = len(read_archive(_embedded_file(cache))[1])
    except (OSError, ValueError):
        return Row("sample", False, 0, raw, 0, f"restore {cache / EMBEDDED} from the project")
    advice = "" if _is_complete(raw) else "unpacked on first use"
    return Row("sample", True, images, raw, _size(raw), advice)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
