"""Arranges what teachers download from an LMS: a class's archive, files handed in one by one.

The result are paths that `submissions` understands: a folder of submissions, or submissions.
"""

import os
import re
import shutil
import stat
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from .archives import UNREADABLE, decode, open_zip
from .collector import (
    KINDS,
    MAX_ARCHIVE,
    MB,
    NOTEBOOK,
    IntakeError,
    leaves_out_folder,
    plain_path,
)
from .filenames import CANVAS, METADATA, MOODLE, MOODLE_TEXT, understand
from .submissions import ARCHIVES, is_submission

MAX_CLASS = 5_000 * MB  # of all files of an archive together
MAX_CLASS_FILES = 200_000
MAX_LISTED = 2 * MAX_CLASS_FILES  # an archive that lists more is not opened
CANVAS_TEXT = re.compile(r".*_(text|link)\.html")  # a text or a link, handed in instead of a file
PACKED = (*ARCHIVES, NOTEBOOK)
RENAMED = re.compile(r"(.+)-(\d+)(\.py)")  # Canvas numbers files of the same name


class BulkError(Exception):
    """An archive of a class that cannot be unpacked: one sentence for the teacher."""


def arrange(paths: Iterable[Path], scratch: Path) -> tuple[list[Path], list[str]]:
    """Return paths to look for submissions in, and a line for every file that was left out.

    An archive of a whole class is unpacked in the empty folder `scratch`, and the files that one
    student handed in one by one are put together there. All other paths stay as they are. Raises
    `BulkError`.
    """
    arranged: list[Path] = []
    left_out: list[str] = []
    for number, path in enumerate(paths):
        place = scratch / str(number)
        if path.suffix.lower() == ".zip" and os.path.isfile(path) and holds_class(path):
            folder = place / "class"
            left_out += [f"{path.name}: {name}" for name in unpack(path, folder)]
            arranged += put_together(_unwrap(folder, sure=True), place / "students")
        elif os.path.isdir(path) and not is_submission(path):
            arranged += put_together(_unwrap(path), place / "students")
        else:
            arranged.append(path)
    return arranged, left_out


def holds_class(path: Path) -> bool:
    """Say whether an archive is the download of a whole class, and no student's."""
    if num_listed(path) > MAX_LISTED:  # checked first: zipfile makes an object for each
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(decode(info)) for info in archive.infolist()]
    except UNREADABLE:
        return False
    listed = [name.parts for name in names if name.parts and not _is_junk(name)]
    if len({parts[0] for parts in listed}) == 1 and all(len(parts) > 1 for parts in listed):
        if MOODLE.fullmatch(listed[0][0]):  # a class of one
            return True
        listed = [parts[1:] for parts in listed]
    tops = {parts[0] for parts in listed}
    files = {parts[0] for parts in listed if len(parts) == 1}
    named = {name for name in files if CANVAS.fullmatch(name)}
    return (
        METADATA in files
        or any(MOODLE.fullmatch(top) for top in tops)
        or (bool(named) and all(CANVAS_TEXT.fullmatch(name) for name in files - named))
        or sum(name.lower().endswith(".zip") for name in files) > 1
    )


def num_listed(path: Path) -> int:
    """Return about how many files an archive lists, without reading the list."""
    count, rest = 0, b""
    with path.open("rb") as file:
        while part := file.read(MB):
            count += (rest + part).count(b"PK\x01\x02")
            rest = part[-3:]
    return count


def unpack(path: Path, folder: Path) -> list[str]:
    """Unpack the archive of a class; return what was left out, because its name or kind is bad."""
    left_out: list[str] = []
    total = 0
    try:
        with open_zip(path.read_bytes()) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_CLASS_FILES:
                raise BulkError(f"{path.name} holds more than {MAX_CLASS_FILES:,} files.")
            for info in entries:
                name = decode(info)
                if info.is_dir() or _is_junk(PurePosixPath(name)):
                    continue
                total += info.file_size
                if total > MAX_CLASS:
                    raise BulkError(f"{path.name} is larger than {MAX_CLASS // MB:,} MB, unpacked.")
                try:
                    target = folder / plain_path(name, path.name)
                    if (
                        stat.S_IFMT(info.external_attr >> 16) in KINDS
                        or info.file_size > MAX_ARCHIVE
                    ):
                        raise IntakeError(f"{name} is no plain file, or too large.")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(info) as packed, target.open("xb") as file:
                        file.write(packed.read(MAX_ARCHIVE))
                except (IntakeError, *UNREADABLE):
                    left_out.append(ascii(name[:100]))
    except UNREADABLE as error:
        raise BulkError(f"{path.name} is damaged, its files cannot be read.") from error
    return left_out


def put_together(folder: Path, place: Path) -> list[Path]:
    """Return `folder`, or its submissions where an LMS gave every file a name of its own.

    Of a student with several files, or with code that is not packed, a folder is made in `place`.
    """
    groups: dict[tuple[str, str], list[Path]] = {}
    others: list[Path] = []
    for child in sorted(folder.iterdir()):
        handed = understand(child.name)
        if handed.file and child.is_file() and not child.is_symlink():
            groups.setdefault((handed.people[0].ids[0], handed.name), []).append(child)
        elif not MOODLE_TEXT.fullmatch(child.name):
            others.append(child)
    if not groups:
        return [folder]
    found = [path for path in others if path.is_dir() or path.name.lower().endswith(PACKED)]
    found = [path for path in found if not leaves_out_folder(path.name)]
    for files in groups.values():
        whole = [file for file in files if file.name.lower().endswith(PACKED)]
        code = [file for file in files if file.suffix.lower() == ".py"]
        found += whole if len(whole) == 1 and not code else [_gather(files, place)]
    return sorted(found, key=lambda path: path.name)


def _gather(files: list[Path], place: Path) -> Path:
    """Copy one student's files into a folder, under the names that the student gave them."""
    target = place / files[0].stem
    target.mkdir(parents=True)
    numbered = [(*_original(understand(file.name).file), file) for file in files]
    for name, _, file in sorted(numbered, key=lambda one: one[:2]):  # the last attempt wins
        shutil.copyfile(file, target / name)
    return target


def _original(name: str) -> tuple[str, int]:
    """Return `models.py` and 2 for `models-2.py`."""
    found = RENAMED.fullmatch(name)
    return (found[1] + found[3], int(found[2])) if found else (name, 0)


def _unwrap(folder: Path, sure: bool = False) -> Path:
    """Return the folder of a class that lies in `folder` with nothing beside it, if there is one.

    It is known by what an LMS calls the things in it, unless it is `sure` that there is a class.
    """
    inside = list(_visible(folder))
    if len(inside) == 1 and inside[0].is_dir() and not MOODLE.fullmatch(inside[0].name):
        deeper = list(_visible(inside[0]))
        if sure or any(path.name == METADATA or understand(path.name).system for path in deeper):
            return inside[0]
    return folder


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not leaves_out_folder(path.name))


def _is_junk(name: PurePosixPath) -> bool:
    return any(leaves_out_folder(part) for part in name.parts if part != "..")
