"""The folder for datasets: where they lie in it, which are there, and one writer at a time.

It imports neither torch nor torchvision, so that `autograder data status` starts at once.
"""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..project import DATA_CACHE, EMBEDDED_DIGITS
from .archive import read_archive
from .layout import DatasetError, count_images, is_complete
from .named import MNIST, NAMED, Named

DEFAULT_CACHE = DATA_CACHE

Say = Callable[[str], None]  # called with a line for people


@dataclass(frozen=True)
class Status:
    """One line of `autograder data status`."""

    name: str  # as given to --data
    present: bool
    images: int  # training and test
    folder: Path
    size: int  # bytes on disk
    advice: str  # what to do, or ""


def embedded_file(cache: Path) -> Path:
    """Return where the archive of the embedded digits is."""
    own = cache / EMBEDDED_DIGITS.name
    return own if own.is_file() else EMBEDDED_DIGITS


def raw_folder(root: Path, dataset: Named = MNIST) -> Path:
    """Return the folder of files in which torchvision looks for a dataset, given its root."""
    return root / dataset.folder / "raw"


@contextlib.contextmanager
def one_writer(cache: Path, report: Say = lambda line: None) -> Iterator[None]:
    """Let one process at a time write into `cache`; the system frees the lock of a dead one."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("waiting for another download to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def status(cache: Path = DEFAULT_CACHE) -> list[Status]:
    """Return a row for the embedded digits, for MNIST, and for every other dataset in `cache`."""
    rows = [_embedded_row(cache)]
    names = {raw_folder(cache, one): one.name for one in NAMED.values()}
    raws = {raw_folder(cache)} | set(cache.glob("*/raw"))
    for raw in sorted(raws, key=lambda raw: (raw.parent.name != "MNIST", raw)):
        name = names.get(raw, str(raw.parent))
        try:
            rows.append(Status(name, True, count_images(raw), raw, _size(raw), ""))
        except DatasetError as error:
            advice = fetching(NAMED[name]) if name in NAMED else str(error)
            if name in NAMED and raw.is_dir():
                advice += f" (replaces what is there: {error})"
            rows.append(Status(name, False, 0, raw, _size(raw), advice))
    return rows


def fetching(dataset: Named) -> str:
    """Return the command that downloads a dataset."""
    return "autograder data fetch" + ("" if dataset == MNIST else f" {dataset.name}")


def _embedded_row(cache: Path) -> Status:
    raw = raw_folder(cache / "sample")
    try:
        images = len(read_archive(embedded_file(cache))[1])
    except (OSError, ValueError):
        advice = f"restore {cache / EMBEDDED_DIGITS.name} from the project"
        return Status("sample", False, 0, raw, 0, advice)
    advice = "" if is_complete(raw) else "unpacked on first use"
    return Status("sample", True, images, raw, _size(raw), advice)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
