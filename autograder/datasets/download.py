"""Downloads MNIST and what is laid out like it: whole and checked, or not at all."""

import contextlib
import socket
import sys
import urllib.error
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from io import StringIO
from pathlib import Path

from ..files import write_tree
from ..scratch import Scratch
from .cache import Say, fetching, one_writer, raw_folder
from .layout import IDX_FILES, DatasetError, is_complete
from .named import MNIST, Named

TIMEOUT = 20.0  # seconds of silence after which a mirror counts as dead


def fetch(
    cache: Path, mirrors: Sequence[str] = (), report: Say = print, dataset: Named = MNIST
) -> Path:
    """Return a dataset's folder of files in `cache`, after downloading those that are missing.

    An archive that lies there already is not downloaded again, but replaced by what it holds.

    Downloads through torchvision, which checks MD5 sums: from `mirrors` if there are any, else from
    torchvision's own. All files appear at once or, when anything fails, none. Raises DatasetError.
    """
    raw = raw_folder(cache, dataset)
    if is_complete(raw):
        return raw
    wrong = [mirror for mirror in mirrors if not mirror.startswith(("http://", "https://"))]
    if wrong:
        raise DatasetError(
            f"{wrong[0]!r} is no mirror: give an address that begins with http(s)://"
        )
    try:
        with one_writer(cache, report), Scratch() as stage:
            if not is_complete(raw):  # nobody else fetched it while we waited
                _download(stage, raw, dataset, mirrors, report)
                write_tree(raw, {name: (stage / name).read_bytes() for name in IDX_FILES})
    except OSError as error:
        raise DatasetError(
            f"{dataset.title} cannot be written to {raw} ({error}): make room there"
        ) from error
    return raw


def _download(stage: Path, raw: Path, dataset: Named, mirrors: Sequence[str], report: Say) -> None:
    """Unpack the four files into `stage`, from archives in `raw` or, where these are not there or
    not whole, from a mirror; a mirror that fails once is left.
    """
    from torchvision import datasets  # noqa: PLC0415 - 2 s, and few runs download

    source = getattr(datasets, dataset.folder)
    wanted, failures = [], []
    for name, md5 in source.resources:
        if datasets.utils.check_integrity(raw / name, md5):
            report(f"unpacking {raw / name}")
            datasets.utils.extract_archive(str(raw / name), str(stage))
        else:
            wanted.append((name, md5))
    for mirror in mirrors or source.mirrors:
        try:
            while wanted:
                name, md5 = wanted[0]
                url = f"{mirror.rstrip('/')}/{name}"
                report(f"downloading {url}")
                with _impatient(), _quiet():
                    datasets.utils.download_and_extract_archive(
                        url, str(stage), md5=md5, remove_finished=True
                    )
                del wanted[0]
            return
        except (OSError, RuntimeError, HTTPException, EOFError, ValueError) as error:
            failures.append(f"{url}: {_reason(error)}")
            report(f"failed, {failures[-1]}")
    raise DatasetError(
        f"{dataset.title} cannot be downloaded ({'; '.join(failures)}): "
        f"check the network, or name a mirror with `{fetching(dataset)} --mirror URL`"
    )


def _reason(error: Exception) -> str:
    if isinstance(error, RuntimeError):  # torchvision's, which only says "not found or corrupted"
        return "wrong MD5 checksum, the file is cut short or altered"
    if isinstance(error, urllib.error.URLError) and not isinstance(error, urllib.error.HTTPError):
        return str(error.reason)
    return str(error) or type(error).__name__


@contextlib.contextmanager
def _impatient() -> Iterator[None]:
    """Set a time limit for connections; torchvision by itself waits for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _quiet() -> contextlib.AbstractContextManager[object]:
    """Hide torchvision's progress bars, which go to stderr, where it is no terminal."""
    if sys.stderr.isatty():
        return contextlib.nullcontext()
    return contextlib.redirect_stderr(StringIO())
