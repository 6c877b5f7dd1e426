"""Takes in submissions: names them, and reads each as files with the package at `digits/`."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ..language.sentence import Sentence, joined, listed, sentence
from ..probing.places import CELL
from ..probing.questions import PACKAGE
from ..text import one_line
from .answers import ANSWER, answers_in, unreadable_answers, without_answer
from .archives import read_file, read_folder, read_zip
from .collector import Contents, check_size
from .filenames import HandIn, caseless, identify, understand
from .foreign import LONGEST, what_is
from .layout import beside, find_package, other_packages, put_in_place, wrong_layout
from .limits import ARCHIVES, NOTEBOOKS, SOURCE, IntakeError
from .notebooks import choose_notebook, read_notebook
from .written import defined, written, written_in_package

__all__ = [
    "IntakeError",
    "Submitted",
    "in_order",
    "is_code",
    "read_submission",
    "submission_name",
    "who_handed_in",
]


ZIPPED = b"PK"


@dataclass(frozen=True)
class Submitted:
    """What a student handed in: files by their path, the package's at `digits/…`.

    Those of a notebook are its code cells, and what lies beside it. `notes` are for the student:
    which of several things they handed in was taken. `answers` are texts that may be their answer
    to the written question, the likeliest first: one that is as it was handed out is its prompt.
    """

    name: str
    files: dict[str, bytes]
    notes: tuple[Sentence, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """The notes in English."""
        return joined(self.notes)


def unique_names(names: Sequence[str], kept: Mapping[int, str] = {}) -> list[str]:
    """Return the names with numbers behind those that were there before, so that no two are the
    same even where case does not count.

    The second `alice` is called `alice-2`, unless another submission is called that already. Some,
    by their index, are `kept` as they were in an earlier run.
    """
    names = [kept.get(index, name) for index, name in enumerate(names)]
    taken = {caseless(name) for name in names}
    seen = {caseless(name) for name in kept.values()}
    for index, name in enumerate(names):
        if index in kept:
            continue
        if caseless(name) in seen:
            others = (f"{name}-{number}" for number in count(2))
            names[index] = next(other for other in others if caseless(other) not in taken)
            taken.add(caseless(names[index]))
        seen.add(caseless(names[index]))
    return names


def submission_name(path: Path) -> str:
    """Return the name of the submission at `path`: its student's, as far as that is known.

    That is what an LMS made of it, or else the name of the file without its ending.
    """
    name = one_line(who_handed_in(path).name, 1_000)
    return name.encode()[:200].decode("utf-8", "ignore") or "submission"


def who_handed_in(path: Path) -> HandIn:
    """Return what is known about the student behind the submission at `path`."""
    whole = Path(os.path.abspath(path))
    if os.path.isdir(path):
        return identify(whole)
    known = (*ARCHIVES, *NOTEBOOKS, SOURCE)
    endings = [ending for ending in known if path.name.lower().endswith(ending)]
    return understand(whole.name[: -max(map(len, endings), default=0) or None])


def read_submission(path: Path, name: str | None = None) -> Submitted:
    """Read the submission at `path`, a folder, a `.zip`, an `.ipynb` or a `.py`, into memory.

    The package may lie in other folders, or its files may lie there without it; what is beside the
    package keeps its place. Where there is no package, or less is written in it, a notebook is the
    submission. A folder or archive with one `.zip` and neither of them is read as that archive.
    What a file is decides how it begins, before its name does.
    Raises `IntakeError`, a sentence for the student, for what cannot or must not be read; an
    `OSError` is not the student's.
    """
    path = Path(os.path.abspath(path))
    name = submission_name(path) if name is None else name
    shown = path.name or name
    if path.is_dir():
        return _choose(name, read_folder(path), shown)
    if not path.is_file():
        raise IntakeError("{shown} is no file; please hand in the file itself.", shown=shown)
    with path.open("rb") as file:
        begin = file.read(LONGEST).lstrip()
        file.seek(0)
        is_notebook = path.name.lower().endswith(NOTEBOOKS)
        is_notebook |= begin.startswith(b"{") and not what_is(begin)
        if is_notebook and not begin.startswith(ZIPPED):
            check_size(path.stat().st_size, shown)
            notebook = read_notebook(file, shown)
            answers = (notebook.answer,) if notebook.answer else ()
            return Submitted(name, notebook.cells, answers=answers)
    if path.suffix.lower() in (SOURCE, ".txt", ".md"):
        return _choose(name, read_file(path), shown)
    return _choose(name, read_zip(path), shown)


def is_code(name: str) -> bool:
    """Say whether a file of a submission that was read is code: a module, or a notebook's cell."""
    return name.endswith(SOURCE) or name.startswith(CELL)


def in_order(name: str) -> tuple[str, int]:
    """Return by what files of a submission that was read are sorted: cells by their numbers."""
    number = name.removeprefix(CELL).partition(" ")[0]
    return (CELL, int(number)) if name.startswith(CELL) and number.isdecimal() else (name, 0)


def _choose(name: str, contents: Contents, shown: str) -> Submitted:
    """Take the package or the notebook, whichever has more of the assignment written."""
    package = find_package(contents, shown)
    if package is None and not contents.notebooks:
        raise wrong_layout(contents, shown)
    placed = {} if package is None else without_answer(put_in_place(contents.files, package))
    in_package = written_in_package(placed)
    found = None
    if contents.notebooks:
        try:
            found = choose_notebook(contents.notebooks, shown)
        except IntakeError:
            untouched = not in_package and defined(placed.values())
            if package is None or untouched:
                raise
    notes, answers = contents.notes, answers_in(contents.files)
    if package is not None and (found is None or written(found[1].cells.values()) <= in_package):
        files = placed
        answers += [found[1].answer] if found else []
        if others := other_packages(contents, package):
            notes.append(
                sentence(
                    "{package}/ was graded; the assignment is in {others}, too.",
                    package=str(package),
                    others=listed(others),
                )
            )
    else:
        assert found is not None
        path, notebook, less = found
        files = without_answer(beside(contents.files, path)) | notebook.cells
        answers = [notebook.answer, *answers]
        notes += [less] if less else []
        if package is not None:
            notes.append(
                sentence(
                    "The notebook {notebook} was graded: more is written in it than in {package}/.",
                    notebook=str(path),
                    package=PACKAGE,
                )
            )
    notes += _unread_answers(contents)
    return Submitted(name, files, tuple(notes), tuple(filter(None, answers)))


def _unread_answers(contents: Contents) -> list[Sentence]:
    """Say that an answer lies in files which nobody can read here."""
    files = unreadable_answers(contents.left_out)
    if not files:
        return []
    return [
        sentence(
            "{files}: not read; please write your answer into {file}.",
            files=listed(files),
            file=ANSWER,
        )
    ]
