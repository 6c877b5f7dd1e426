"""Takes in submissions: finds them, and reads each as files with the package at `digits/`."""

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .archives import read_folder, read_zip
from .contents import IntakeError, leaves_out_folder
from .layout import EXPECTED, FILES, NOTEBOOK, find_package, put_in_place, wrong_layout
from .package import PACKAGE
from .text import clean

__all__ = [
    "IntakeError",
    "Submitted",
    "find_submissions",
    "name_submissions",
    "read_submission",
    "submission_name",
]

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
RESULTS = ("results", "grades.csv")  # a folder of this name, or with this file, holds results
HANDOUT = "assignment"  # a folder that a student was given: it is not the name of a student


@dataclass(frozen=True)
class Submitted:
    """What a student handed in: files by their path, the package's at `digits/…`."""

    name: str
    files: dict[str, bytes]


def find_submissions(paths: Iterable[Path]) -> list[Path]:
    """Return the submissions that `paths` name, each once, in their order.

    A file is a submission, and so is a folder with a `digits/` or with files such as `data.py`
    directly in it. Any other folder is a class: the folders, archives and notebooks in it, sorted,
    are the submissions, also those that cannot be read; hidden ones, caches and folders of results
    are not. A folder with files but nothing that could be a submission is a submission in the
    wrong layout; so is one with `.py` files beside folders that are no submissions either. One with
    nothing but `assignment/` is its owner's submission. A folder that is empty, or holds results,
    has no submissions. Raises `FileNotFoundError` for a path that is not there.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not os.path.exists(path):  # Path.exists() stumbles over names that are too long
            raise FileNotFoundError(f"There is no file or folder {path}.")
        for submission in _submissions(path):
            found.setdefault(submission.resolve(), submission)
    return list(found.values())


def name_submissions(paths: Sequence[Path]) -> list[str]:
    """Return a name for each of `paths`, no two the same even where case does not count.

    The second `alice` is called `alice-2`, unless another submission is called that already.
    """
    names = [submission_name(path) for path in paths]
    taken = {_caseless(name) for name in names}
    seen: set[str] = set()
    for index, name in enumerate(names):
        if _caseless(name) in seen:
            number = 2
            while _caseless(f"{name}-{number}") in taken:
                number += 1
            names[index] = f"{name}-{number}"
            taken.add(_caseless(names[index]))
        seen.add(_caseless(names[index]))
    return names


def submission_name(path: Path) -> str:
    """Return the name of the submission at `path`: that of the file without its ending."""
    name = os.path.basename(os.path.abspath(path))
    if not os.path.isdir(path):
        endings = (ending for ending in (*ARCHIVES, NOTEBOOK) if name.lower().endswith(ending))
        name = name[: -max(map(len, endings), default=0) or None]
    name = os.fsencode(name).decode("utf-8", "replace")
    name = " ".join(clean(name, 1_000).split()).encode()[:200].decode("utf-8", "ignore")
    return name or "submission"


def read_submission(path: Path, name: str | None = None) -> Submitted:
    """Read the submission at `path`, a folder or a `.zip`, as files in memory.

    The package may lie in other folders, or its files may lie there without it; what is beside the
    package keeps its place. A folder with one `.zip` and no package is read as that archive.
    Raises `IntakeError`, a sentence for the student, for what cannot or must not be read; an
    `OSError` is not the student's.
    """
    path = Path(os.path.abspath(path))
    name = submission_name(path) if name is None else name
    shown = path.name or name
    if path.is_dir():
        contents = read_folder(path)
        archives = [path / file for file in contents.left_out if file.lower().endswith(".zip")]
        if len(archives) == 1 and find_package(contents, shown) is None and _is_file(archives[0]):
            contents = read_zip(archives[0])
    elif path.name.lower().endswith(NOTEBOOK):
        raise IntakeError(f"{shown} is a notebook, which cannot be graded yet; {EXPECTED}.")
    elif path.suffix.lower() in (".py", ".txt", ".md"):
        raise IntakeError(f"{shown} is a single file; {EXPECTED}.")
    else:
        contents = read_zip(path)
    package = find_package(contents, shown)
    if package is None:
        raise IntakeError(wrong_layout(contents, shown))
    return Submitted(name, put_in_place(contents.files, package))


def _submissions(path: Path) -> list[Path]:
    if not path.is_dir() or _is_submission(path):
        return [path]
    children = sorted(child for child in path.iterdir() if not child.name.startswith("."))
    entries = [child for child in children if _is_entry(child)]
    if [entry.name for entry in entries] == [HANDOUT] and _looks_right(entries[0]):
        return [path]
    code = any(child.suffix == ".py" for child in children)
    if code and not any(_looks_right(entry) for entry in entries):
        return [path]
    files = any(child.is_file() for child in children) and not _holds_results(path)
    return entries or ([path] if files else [])


def _is_submission(folder: Path) -> bool:
    children = list(folder.iterdir())
    if any(child.name in FILES and child.is_file() for child in children):
        return True
    return any(child.name.casefold() == PACKAGE and child.is_dir() for child in children)


def _is_entry(child: Path) -> bool:
    """Say whether a file or folder in a class is a submission."""
    if child.is_dir():
        return not _holds_results(child) and not leaves_out_folder(child.name)
    return child.name.lower().endswith((*ARCHIVES, NOTEBOOK))


def _looks_right(entry: Path) -> bool:
    if not entry.is_dir() or _is_submission(entry):
        return True
    return any(child.is_dir() and _is_submission(child) for child in entry.iterdir())


def _holds_results(folder: Path) -> bool:
    return folder.name == RESULTS[0] or (folder / RESULTS[1]).exists()


def _caseless(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
