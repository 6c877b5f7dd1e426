"""Takes in submissions: names them, and reads each as files with the package at `digits/`."""

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ..probing.questions import PACKAGE
from ..probing.statements import CELL
from ..text import clean
from .archives import read_folder, read_zip
from .collector import ARCHIVES, NOTEBOOK, Contents, IntakeError
from .filenames import HandIn, identify, understand
from .layout import EXPECTED, beside, find_package, put_in_place, wrong_layout
from .notebooks import MAX_NOTEBOOK, choose_notebook, read_notebook, written, written_in_package

__all__ = [
    "IntakeError",
    "Submitted",
    "name_submissions",
    "read_submission",
    "submission_name",
    "who_handed_in",
]


@dataclass(frozen=True)
class Submitted:
    """What a student handed in: files by their path, the package's at `digits/…`.

    Those of a notebook are its code cells, and what lies beside it. `note` is for the student:
    which of several things they handed in was taken.
    """

    name: str
    files: dict[str, bytes]
    note: str = ""


def name_submissions(paths: Sequence[Path]) -> list[str]:
    """Return a name for each of `paths`, no two the same even where case does not count.

    The second `alice` is called `alice-2`, unless another submission is called that already.
    """
    names = [submission_name(path) for path in paths]
    taken = {_caseless(name) for name in names}
    seen: set[str] = set()
    for index, name in enumerate(names):
        if _caseless(name) in seen:
            others = (f"{name}-{number}" for number in count(2))
            names[index] = next(other for other in others if _caseless(other) not in taken)
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


def who_handed_in(path: Path) -> HandIn:
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


def _caseless(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise IntakeError(f"{path.name} is no file; please hand in the notebook itself.")
    with path.open("rb") as file:
        return file.read(MAX_NOTEBOOK + 1)


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
