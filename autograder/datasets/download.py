"""Downloads MNIST from its mirrors: whole and checked, or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import socket
import sys
import urllib.error
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPException
from io import StringIO
from pathlib import Path

from .embedded import move_in, staging_folder
from .idx import DatasetError, count_images

TIMEOUT = 20.0  # seconds of silence after which a mirror counts as dead

Say = Callable[[str], None]  # called with a line for people


def fetch_mnist(cache: Path, mirrors: Sequence[str] = (), report: Say = print) -> Path:
    """Return `cache`/MNIST/raw, after downloading what it should hold when it does not.

    Downloads through torchvision, which checks MD5 sums: from `mirrors` if there are any, else from
    torchvision's own. All files appear at once or, when anything fails, none. Raises DatasetError.
    """
    raw = cache / "MNIST" / "raw"
    if is_complete(raw):
        return raw
    wrong = [mirror for mirror in mirrors if not mirror.startswith(("http://", "https://"))]
    if wrong:
        raise DatasetError(
            f"{wrong[0]!r} is no mirror: give an address that begins with http(s)://"
        )
    try:
        with _alone(cache, report):
            if is_complete(raw):  # somebody else fetched it while we waited
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


def is_complete(raw: Path) -> bool:
    """Say whether the folder `raw` holds all four files, whole."""
    try:
        return count_images(raw) > 0
    except DatasetError:
        return False


def _download(stage: Path, mirrors: Sequence[str], report: Say) -> None:
    """Download and unpack the four files into `stage`; a mirror that fails once is left."""
    from torchvision.datasets import MNIST, utils  # noqa: PLC0415 - 2 s, and few runs download

    wanted, failures = list(MNIST.resources), []
    for mirror in mirrors or MNIST.mirrors:
        try:
            while wanted:
                name, md5 = wanted[0]
                url = f"{mirror.rstrip('/')}/{name}"
                report(f"downloading {url}")
                with _impatient(), _quiet():
                    utils.download_and_extract_archive(
                        url, str(stage), md5=md5, remove_finished=True
                    )
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


@contextlib.contextmanager
def _alone(cache: Path, report: Say) -> Iterator[None]:
    """Let one process at a time download into `cache`; the system frees the lock of a dead one."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("waiting for another download to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
