"""Reads folders and zip archives into memory: nothing is unpacked, nothing is followed."""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

from ..language.sentence import sentence
from .collector import Collector, Contents, Entry, plain_path, too_many
from .filenames import in_utf8
from .foreign import LONGEST, what_is
from .layout import find_package
from .limits import (
    MAX_ARCHIVE,
    MAX_INNER,
    MAX_LISTED,
    MB,
    IntakeError,
    leaves_out_folder,
)

PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others are unpacked without a bound
UTF_8 = 0x800  # the flag that says a name is in UTF-8
UNREADABLE = (  # what zipfile raises for an archive that is not as it should be
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(ValueError, LookupError, OSError, RuntimeError, OverflowError),
)


def read_folder(folder: Path) -> Contents:
    """Read the files in `folder`; links are not followed but refused. Raises `IntakeError`.

    If nothing in it is code but one archive, that is read.
    """
    entries: list[Entry] = []
    todo = [(folder, "")]
    while todo:
        place, prefix = todo.pop()
        with os.scandir(place) as listing:
            found = sorted(listing, key=lambda entry: entry.name)
        for entry in found:
            name = prefix + in_utf8(entry.name)
            about = entry.stat(follow_symlinks=False)
            if not stat.S_ISDIR(about.st_mode):
                opener = partial(_open_file, entry.path)
                entries.append(Entry(name, about.st_mode, about.st_size, opener))
            elif not leaves_out_folder(entry.name):
                plain_path(name, folder.name)
                todo.append((Path(entry.path), f"{name}/"))
        if len(entries) > MAX_LISTED:
            raise too_many(folder.name)
    contents = Collector(folder.name).collect(entries)
    for inner in only_archive(contents):
        if stat.S_ISREG((folder / inner).lstat().st_mode):
            return read_zip(folder / inner)
    return contents


def read_file(path: Path) -> Contents:
    """Read one file of code. Raises `IntakeError`."""
    about = path.stat()
    opener = partial(_open_file, str(path))
    return Collector(path.name).collect([Entry(path.name, about.st_mode, about.st_size, opener)])


def read_zip(path: Path) -> Contents:
    """Read the files in the zip archive at `path`. Raises `IntakeError`.

    If nothing in it is code but one archive, that is read; an archive in that one is not.
    """
    if path.stat().st_size > MAX_ARCHIVE:
        raise IntakeError(
            "{shown} is larger than {size} MB: please leave out datasets and virtual environments,"
            " and hand in your code only.",
            shown=path.name,
            size=MAX_ARCHIVE // MB,
        )
    with path.open("rb") as file:
        return _read_zip(file, path.name)


def only_archive(contents: Contents) -> list[str]:
    """Return the archive that must be the submission, for there is no other code; or nothing."""
    alone = not contents.notebooks and len(contents.archives) == 1
    return contents.archives if alone and find_package(contents, "") is None else []


def num_listed(file: BinaryIO) -> int:
    """Return about how many files an archive lists, without reading the list."""
    count, rest = 0, b""
    file.seek(0)
    while part := file.read(MB):
        count += (rest + part).count(b"PK\x01\x02")
        rest = part[-3:]
    return count


def _read_zip(file: BinaryIO, shown: str, is_inner: bool = False) -> Contents:
    if num_listed(file) > MAX_LISTED:  # before zipfile makes an object for each of them
        raise too_many(shown)
    try:
        with open_zip(file) as archive:
            entries = [
                Entry(
                    *(decode(info), info.external_attr >> 16, info.file_size),
                    partial(_open, archive, info),
                )
                for info in archive.infolist()
                if not info.orig_filename.endswith(("/", "\\"))  # a folder
            ]
            contents = Collector(shown).collect(entries)
            for inner in () if is_inner else only_archive(contents):
                packed = next(one for one in entries if plain_path(one.name, shown) == inner)
                with packed.open() as file_in_it:
                    data = file_in_it.read(MAX_INNER)
                return _read_zip(io.BytesIO(data), inner, is_inner=True)
    except UNREADABLE as error:
        file.seek(0)
        raise _broken(shown, file.read(LONGEST)) from error
    return contents


def _open_file(path: str) -> IO[bytes]:
    return open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    name = Path(info.filename).name
    if info.flag_bits & 0x1:
        raise IntakeError(
            "{shown} is protected by a password; please pack it without one.", shown=name
        )
    if info.compress_type not in PLAIN:
        raise IntakeError(
            "{shown} is packed in an unusual way; please make a plain zip archive.", shown=name
        )
    return archive.open(info)


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Open an archive, also one whose names are not in the encoding that their flags state."""
    try:
        return zipfile.ZipFile(file)
    except UnicodeDecodeError:  # a name is flagged as UTF-8 and is not: clear the flag
        file.seek(0)
        patched = bytearray(file.read())
        for signature, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
            for header in re.finditer(signature, patched[:-flags]):
                patched[header.start() + flags] &= ~UTF_8 >> 8
        return zipfile.ZipFile(io.BytesIO(patched))


def decode(info: zipfile.ZipInfo) -> str:
    """Return a member's whole name; read UTF-8 without its flag, too, as macOS writes it."""
    if info.flag_bits & UTF_8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _broken(name: str, data: bytes) -> IntakeError:
    if what := what_is(data):
        return IntakeError(
            "{shown} is {what} and no zip archive; please hand in a zip archive.",
            shown=name,
            what=what,
        )
    if not data:
        found = sentence("{shown} is empty", shown=name)
    elif data.startswith(b"PK"):
        found = sentence("{shown} is damaged, its files cannot be read", shown=name)
    else:
        found = sentence("{shown} is no zip archive", shown=name)
    return IntakeError(
        "{found}; please make the zip archive again, and open it once to see that it is whole.",
        found=found,
    )
