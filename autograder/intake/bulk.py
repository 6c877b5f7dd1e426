"""Finds submissions in what teachers download: a class's archive, files handed in one by one."""

import os
import shutil
import stat
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from ..language import marked
from .archives import UNREADABLE, decode, num_listed, open_zip
from .classes import (
    PACKED,
    Found,
    LeftOut,
    find_submissions,
    is_asked_for,
    is_class,
    is_hidden,
    sort_out,
    united,
)
from .collector import plain_path
from .filenames import CANVAS, CANVAS_TEXT, METADATA, MOODLE, original_name, understand
from .limits import MAX_NOTEBOOK, MB, SPECIAL_FILES, IntakeError
from .stamp import is_stamped

MAX_CLASS = 5_000 * MB  # of all files of an archive together
MAX_CLASS_FILES = 200_000
MAX_LISTED = 2 * MAX_CLASS_FILES  # an archive that lists more is not opened

NO_PLAIN_FILE = marked("no plain file, or too large")
NOT_UNPACKED = marked("cannot be unpacked")


class BulkError(Exception):
    """An archive of a class that cannot be unpacked: one sentence for the teacher."""


def find_all(paths: Iterable[Path], scratch: Path) -> Found:
    """Find the submissions at `paths`, which may be archives and folders as an LMS gives them.

    An archive of a whole class is unpacked in the empty folder `scratch`, and the files that one
    student handed in one by one are put together there. Of several archives, one that an LMS has
    named after a student is no class, whatever is in it. All else is as in `find_submissions`.
    Raises `BulkError` and `FileNotFoundError`.
    """
    paths = list(paths)
    alone = len(paths) == 1
    return united(_find(path, scratch / str(number), alone) for number, path in enumerate(paths))


def _find(path: Path, place: Path, alone: bool) -> Found:
    if os.path.exists(path) and is_stamped(path):
        return find_submissions([path])
    # one of a class that was unpacked by hand; alone, it may be a class's with a date in its name
    students = not alone and understand(path.name).system
    is_archive = path.suffix.lower() == ".zip" and os.path.isfile(path) and not students
    is_archive = is_archive and holds_class(path)
    if not is_archive and not (os.path.isdir(path) and is_class(path)):
        return find_submissions([path])
    folder, unpacked = path, Found()
    if is_archive:
        folder = place / "class"
        unpacked = Found((), unpack(path, folder))
    folder, beside = _unwrap(folder, sure=is_archive)
    return united([unpacked, beside, put_together(folder, place / "students")])


def holds_class(path: Path) -> bool:
    """Say whether an archive is the download of a whole class, and no student's."""
    with path.open("rb") as file:
        if num_listed(file) > MAX_LISTED:  # checked first: zipfile makes an object for each
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
    named = {name: found for name in files if (found := CANVAS.fullmatch(name))}
    students = {found["id"] for found in named.values() if is_asked_for(found["file"])}
    return (
        METADATA in files
        or any(MOODLE.fullmatch(top) for top in tops)
        or (bool(named) and all(CANVAS_TEXT.fullmatch(name) for name in files - named.keys()))
        or len(students) > 1  # whatever else lies there
        or sum(name.lower().endswith(".zip") for name in files) > 1
    )


def unpack(path: Path, folder: Path) -> tuple[LeftOut, ...]:
    """Unpack the archive of a class; return what was left out, because its name or kind is bad."""
    left_out: list[LeftOut] = []
    total = 0
    try:
        with path.open("rb") as whole, open_zip(whole) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_CLASS_FILES:
                raise BulkError(f"{path.name} holds more than {MAX_CLASS_FILES:,} files.")
            for info in entries:
                name = decode(info)
                if info.is_dir() or _is_junk(PurePosixPath(name).parent):
                    continue
                total += info.file_size
                if total > MAX_CLASS:
                    raise BulkError(f"{path.name} is larger than {MAX_CLASS // MB:,} MB, unpacked.")
                try:
                    _unpack_file(archive, info, folder / plain_path(name, path.name))
                except IntakeError as error:
                    left_out.append(LeftOut(f"{path.name}: {name[:100]!a}", str(error)))
                except UNREADABLE:
                    left_out.append(LeftOut(f"{path.name}: {name[:100]!a}", NOT_UNPACKED))
    except UNREADABLE as error:
        raise BulkError(f"{path.name} is damaged, its files cannot be read.") from error
    return tuple(left_out)


def _unpack_file(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    """Write a file at `target`, whole or not at all, unless it is hidden; raises `IntakeError`."""
    special = stat.S_IFMT(info.external_attr >> 16) in SPECIAL_FILES
    if special or info.file_size > MAX_NOTEBOOK:
        raise IntakeError(NO_PLAIN_FILE)
    target.parent.mkdir(parents=True, exist_ok=True)  # of a hidden file, too
    if is_hidden(target.name):
        return
    with archive.open(info) as packed, target.open("xb") as file:
        try:
            shutil.copyfileobj(packed, file)
        except BaseException:
            target.unlink()
            raise


def put_together(folder: Path, place: Path) -> Found:
    """Find the submissions in `folder`, also where an LMS gave every file a name of its own.

    Of a student with several files, or with code that is not packed, a folder is made in `place`.
    """
    groups: dict[tuple[str, str], list[Path]] = {}
    others: list[Path] = []
    for child in sorted(folder.iterdir()):
        hand_in = understand(child.name)
        if is_stamped(child):  # unpacked among the submissions
            others.append(child)
        elif hand_in.file and child.is_file() and not child.is_symlink():
            groups.setdefault((hand_in.people[0].ids[0], hand_in.name), []).append(child)
        else:
            others.append(child)
    if not groups:
        return find_submissions([folder])
    found = sort_out(others)
    together = [_gather(files, place) for files in groups.values()]
    submissions = sorted([*found.submissions, *together], key=lambda path: path.name)
    return Found(tuple(submissions), found.left_out)


def _gather(files: list[Path], place: Path) -> Path:
    """Return one student's submission: the only file, or a folder with all of them.

    In it they have the names that the student gave them. The folder has the name of one of the
    files, as it was downloaded.
    """
    if len(files) == 1 and files[0].name.lower().endswith(PACKED):
        return files[0]
    named = max(files, key=lambda file: file.name.lower().endswith(PACKED))  # or else the first
    target = place / named.name
    target.mkdir(parents=True)
    numbered = [(*original_name(understand(file.name).file), file) for file in files]
    for name, _, file in sorted(numbered, key=lambda one: one[:2]):  # the last attempt wins
        shutil.copyfile(file, target / (name if name.strip(".") else file.name))  # not to `..`
    return target


def _unwrap(folder: Path, sure: bool) -> tuple[Path, Found]:
    """Return the folder of a class that lies in `folder`, if there is one, and what is beside it.

    It is known by what an LMS calls the things in it, unless it is `sure` that there is a class.
    """
    inside = sort_out(_visible(folder))
    if len(inside.submissions) == 1 and not MOODLE.fullmatch(inside.submissions[0].name):
        wrapped = inside.submissions[0]
        deeper = list(_visible(wrapped)) if wrapped.is_dir() and is_class(wrapped) else []
        known = any(path.name == METADATA or understand(path.name).system for path in deeper)
        if known or (sure and deeper and not inside.left_out):
            return wrapped, Found((), inside.left_out)
    return folder, Found()


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not is_hidden(path.name))


def _is_junk(name: PurePosixPath) -> bool:
    return any(map(is_hidden, name.parts))
