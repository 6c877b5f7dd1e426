"""Writes and removes files: whole or not at all, also archives and trees; folders that resist."""

import contextlib
import fcntl
import io
import json
import os
import secrets
import shutil
import subprocess
import time
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

UNFINISHED = ".unfinished"  # the ending of what is being written
RANDOM_BYTES = 8  # in its name
ABANDONED_SECONDS = 3600  # after which nobody is writing it any more

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip archive can tell
FILE_MODE, PROGRAM_MODE = 0o100644, 0o100755


def write_whole(path: Path, content: str | bytes, mode: int | None = None) -> Path:
    """Put a file in its place in one step, and return `path`: whoever reads the file, it is whole.

    Text is written as UTF-8; what is no Unicode in it becomes `?`. `mode` says who may read it,
    from the first byte on. Raises `OSError`, and then an earlier file stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = _unfinished(path.parent)
    try:
        with unfinished.open("wb") as file:
            if mode is not None:
                unfinished.chmod(mode)
            file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def json_bytes(value: object) -> bytes:
    """Return a value as the content of a JSON file that people may read."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time do what follows in a folder, which is made; others wait.

    The folder itself is locked: a file to lock would belong to one of the people who share the
    folder. On NFS, only processes of the same machine wait for each other. Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    opened = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems have no locks
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def write_zip(
    path: Path, files: Mapping[str, bytes], programs: Collection[str] = (), comment: bytes = b""
) -> Path:
    """Write an archive as `zip_bytes` makes it, whole or not at all; return `path`."""
    return write_whole(path, zip_bytes(files, programs, comment))


def zip_bytes(
    files: Mapping[str, bytes], programs: Collection[str] = (), comment: bytes = b""
) -> bytes:
    """Return an archive of `files`, content by name; the same files give the same bytes.

    Those named in `programs` can be executed once they are unpacked. A `comment` stands at the end.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=EPOCH)
            entry.create_system = 3  # Unix, wherever it is written
            entry.external_attr = (PROGRAM_MODE if name in programs else FILE_MODE) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def write_tree(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write `files`, content by path in it, as the folder `folder`, whole or not at all; return it.

    An earlier folder of this name goes with all that is in it. Raises `OSError`, and then it stays.
    What a process that was killed left unfinished beside it is removed.
    """
    folder = folder.absolute()
    stage = _unfinished(folder.parent)
    new, earlier = stage / "new", stage / "earlier"
    new.mkdir(parents=True)
    try:
        write_files(new, files)
        if folder.exists():
            folder.rename(earlier)
        new.rename(folder)
    finally:
        if earlier.exists() and not folder.exists():
            earlier.rename(folder)
        shutil.rmtree(stage, ignore_errors=True)
    _remove_abandoned(folder.parent)
    return folder


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, content by path in it, into a folder. Raises `OSError`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def prepare_folder(folder: Path) -> None:
    """Make a folder and see whether it can be written to; raises `OSError` if not.

    What a process that was killed left unfinished there is removed.
    """
    write_whole(_unfinished(folder), "{}").unlink()
    _remove_abandoned(folder)


def _unfinished(folder: Path) -> Path:
    """Return a new hidden path in `folder`, where nothing is yet."""
    return folder / f".{secrets.token_hex(RANDOM_BYTES)}{UNFINISHED}"


def _remove_abandoned(folder: Path) -> None:
    """Remove the files and folders in `folder` that nobody will finish any more."""
    for path in folder.glob(f".{'[0-9a-f]' * 2 * RANDOM_BYTES}{UNFINISHED}"):
        with contextlib.suppress(OSError):  # removed by another process just now
            if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                remove_folder(path) if path.is_dir() else path.unlink()


def remove_folder(folder: Path) -> None:
    """Remove a folder, also one that is too deep for Python or whose owner may not enter it.

    Links in it are removed, not followed.
    """
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], capture_output=True, check=False)
