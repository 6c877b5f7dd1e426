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

from .collector import (
    MAX_ARCHIVE,
    MAX_LISTED,
    MB,
    Collector,
    Contents,
    IntakeError,
    leaves_out_folder,
    too_many,
)

OTHER_FORMATS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"BZh": "bzip2"}
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others are unpacked without a bound
UTF_8 = 0x800  # the flag that says a name is in UTF-8
UNREADABLE = (  # what zipfile raises for an archive that is not as it should be
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(ValueError, LookupError, OSError, RuntimeError, OverflowError),
)


def read_folder(folder: Path) -> Contents:
    """Read the files in `folder`; links are not followed but refused. Raises `IntakeError`."""
    collector = Collector(folder.name)
    todo = [(folder, "")]
    while todo:
        place, prefix = todo.pop()
        with os.scandir(place) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        for entry in entries:
            name = prefix + os.fsencode(entry.name).decode("utf-8", "replace")
            about = entry.stat(follow_symlinks=False)
            if not stat.S_ISDIR(about.st_mode):
                collector.add(name, about.st_mode, about.st_size, partial(_read_file, entry.path))
            elif not leaves_out_folder(entry.name):
                collector.check(name)
                todo.append((Path(entry.path), f"{name}/"))
    return collector.contents()


def read_zip(path: Path) -> Contents:
    """Read the files in the zip archive at `path`. Raises `IntakeError`."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise IntakeError(f"{path.name} is no file; please hand in a zip archive.")
    if about.st_size > MAX_ARCHIVE:
        raise IntakeError(
            f"{path.name} is larger than {MAX_ARCHIVE // MB} MB: please leave out datasets and"
            " virtual environments, and hand in your code only."
        )
    data = path.read_bytes()
    if data.count(b"PK\x01\x02") > MAX_LISTED:  # before zipfile makes an object for each of them
        raise IntakeError(too_many(path.name))
    collector = Collector(path.name)
    try:
        with open_zip(data) as archive:
            for info in archive.infolist():
                if info.orig_filename.endswith(("/", "\\")):  # a folder
                    continue
                read = partial(_read_member, archive, info)
                collector.add(decode(info), info.external_attr >> 16, info.file_size, read)
    except UNREADABLE as error:
        raise IntakeError(_broken(path.name, data)) from error
    return collector.contents()


def _read_file(path: str, limit: int) -> bytes:
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return file.read(limit)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    name = Path(info.filename).name
    if info.flag_bits & 0x1:
        raise IntakeError(f"{name} is protected by a password; please pack it without one.")
    if info.compress_type not in PLAIN:
        raise IntakeError(f"{name} is packed in an unusual way; please make a plain zip archive.")
    with archive.open(info) as file:
        return file.read(limit)


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open an archive, also one whose names are not in the encoding that their flags state."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UnicodeDecodeError:  # a name is flagged as UTF-8 and is not: clear the flag
        patched = bytearray(data)
        for signature, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
            for header in re.finditer(signature, data[:-flags]):
                patched[header.start() + flags] &= ~UTF_8 >> 8
        return zipfile.ZipFile(io.BytesIO(bytes(patched)))


def decode(info: zipfile.ZipInfo) -> str:
    """Return a member's whole name; read UTF-8 without its flag, too, as macOS writes it."""
    if info.flag_bits & UTF_8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _broken(name: str, data: bytes) -> str:
    advice = "please make the zip archive again, and open it once to see that it is whole."
    if not data:
        return f"{name} is empty; {advice}"
    for start, other in OTHER_FORMATS.items():
        if data.startswith(start):
            return f"{name} is no zip archive, it is {other}; please hand in a zip archive."
    if data.startswith(b"PK"):
        return f"{name} is damaged, its files cannot be read; {advice}"
    return f"{name} is no zip archive; {advice}"
