"""Takes in submissions: finds them, and reads each as files with the package at `digits/`."""

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..probing.questions import PACKAGE
from ..probing.statements import CELL
from ..text import clean
from .archives import read_folder, read_zip
from .collector import NOTEBOOK, Contents, IntakeError, leaves_out_folder
from .filenames import MOODLE_TEXT, Handed, identify, understand
from .layout import EXPECTED, FILES, beside, find_package, put_in_place, wrong_layout
from .notebooks import MAX_NOTEBOOK, choose_notebook, read_notebook, written, written_in_package

__all__ = [
    "IntakeError",
    "Submitted",
    "find_submissions",
    "is_submission",
    "name_submissions",
    "read_submission",
    "submission_name",
    "who_handed_in",
]

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
RESULTS = ("results", "grades.csv")  # a folder of this name, or with this file, holds results
HANDOUT = "assignment"  # a folder that a student was given: it is not the name of a student


@dataclass(frozen=True)
class Submitted:
    """What a student handed in: files by their path, the package's at `digits/…`.

    Those of a notebook are its code cells, and what lies beside it. `note` is for the student:
    which of several things they handed in was taken.
    """

    name: str
    files: dict[str, bytes]
    note: str = ""


def find_submissions(paths: Iterable[Path]) -> list[Path]:
    """Return the submissions that `paths` name, each once, in their order.

    A file is a submission, and so is a folder with a `digits/`, or with files such as `data.py` or
    `digits.ipynb` directly in it. Any other folder is a class: the folders, archives and notebooks
    in it, sorted, are the submissions, also those that cannot be read; hidden ones, caches and
    folders of results are not. A folder with files but nothing that could be a submission is a
    submission in the wrong layout; so is one with `.py` files beside folders that are no
    submissions either. One with nothing but `assignment/` is its owner's submission. A folder that
    is empty, or holds results, has no submissions. Raises `FileNotFoundError` for a path that is
    not there.
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
    """Return the name of the submission at `path`: its student's, as far as that is known.

    That is what an LMS made of it, or else the name of the file without its ending.
    """
    name = os.fsencode(who_handed_in(path).name).decode("utf-8", "replace")
    name = " ".join(clean(name, 1_000).split()).encode()[:200].decode("utf-8", "ignore")
    return name or "submission"


def who_handed_in(path: Path) -> Handed:
    """Return what is known about the student behind the submission at `path`."""
    whole = Path(os.path.abspath(path))
    if os.path.isdir(path):
        return identify(whole)
    endings = [ending for ending in (*ARCHIVES, NOTEBOOK) if path.name.lower().endswith(ending)]
    return understand(whole.name[: -max(map(len, endings), default=0) or None])


def read_submission(path: Path, name: str | None = None) -> Submitted:
    """Read the submission at `path`, a folder, a `.zip` or an `.ipynb`, as files in memory.

    The package may lie in other folders, or its files may lie there without it; what is beside the
    package keeps its place. Where there is no package, or less is written in it, a notebook is the
    submission. A folder with one `.zip` and neither of them is read as that archive.
    Raises `IntakeError`, a sentence for the student, for what cannot or must not be read; an
    `OSError` is not the student's.
    """
    path = Path(os.path.abspath(path))
    name = submission_name(path) if name is None else name
    shown = path.name or name
    if path.is_dir():
        contents = read_folder(path)
        archives = [path / file for file in contents.left_out if file.lower().endswith(".zip")]
        nothing = not contents.notebooks and find_package(contents, shown) is None
        if len(archives) == 1 and nothing and _is_file(archives[0]):
            contents = read_zip(archives[0])
    elif path.name.lower().endswith(NOTEBOOK):
        return Submitted(name, read_notebook(_read_bytes(path), shown))
    elif path.suffix.lower() in (".py", ".txt", ".md"):
        raise IntakeError(f"{shown} is a single file; {EXPECTED}.")
    else:
        contents = read_zip(path)
    return _choose(name, contents, shown)


def _choose(name: str, contents: Contents, shown: str) -> Submitted:
    """Take the package or the notebook, whichever has more of the assignment written."""
    package = find_package(contents, shown)
    if package is None and not contents.notebooks:
        raise IntakeError(wrong_layout(contents, shown))
    placed = {}
    if package is not None:
        placed = put_in_place(contents.files, package)
        placed = {path: data for path, data in placed.items() if not path.startswith(CELL)}
    if not contents.notebooks:
        return Submitted(name, placed)
    try:
        notebook, cells = choose_notebook(contents.notebooks, shown)
    except IntakeError:
        if package is None:
            raise
        return Submitted(name, placed)
    if package is None:
        return Submitted(name, beside(contents.files, notebook) | cells)
    if written(cells.values()) <= written_in_package(placed):
        return Submitted(name, placed)
    note = f"The notebook {notebook} was graded: more is written in it than in {PACKAGE}/."
    return Submitted(name, beside(contents.files, notebook) | cells, note)


def _submissions(path: Path) -> list[Path]:
    if not path.is_dir() or is_submission(path):
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


def is_submission(folder: Path) -> bool:
    """Say whether a folder holds the package, its files, or the notebook as it was given out."""
    children = list(folder.iterdir())
    usual = (*FILES, f"{PACKAGE}{NOTEBOOK}")
    if any(child.name in usual and child.is_file() for child in children):
        return True
    return any(child.name.casefold() == PACKAGE and child.is_dir() for child in children)


def _is_entry(child: Path) -> bool:
    """Say whether a file or folder in a class is a submission."""
    if child.is_dir():
        left_out = leaves_out_folder(child.name) or MOODLE_TEXT.fullmatch(child.name)
        return not _holds_results(child) and not left_out
    return child.name.lower().endswith((*ARCHIVES, NOTEBOOK))


def _looks_right(entry: Path) -> bool:
    if not entry.is_dir() or is_submission(entry):
        return True
    return any(child.is_dir() and is_submission(child) for child in entry.iterdir())


def _holds_results(folder: Path) -> bool:
    return folder.name == RESULTS[0] or (folder / RESULTS[1]).exists()


def _caseless(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise IntakeError(f"{path.name} is no file; please hand in the notebook itself.")
    with path.open("rb") as file:
        return file.read(MAX_NOTEBOOK + 1)


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
