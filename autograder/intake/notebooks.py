"""Reads a notebook as files, one for each code cell, which `probing.cells` runs in the sandbox.

Only JSON is read here, never Python, and of that only the cells' text: outputs are passed over.
Understood are version 4, and versions 2 and 3 with their worksheets
(https://nbformat.readthedocs.io/en/latest/format_description.html).
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from ..language.sentence import Sentence, listed, sentence
from ..probing.places import CELL
from ..probing.questions import NAMES
from .answers import AnswerCells
from .encodings import tidy
from .foreign import what_is
from .json_stream import JsonStream, Steps, TooLong, TooManyValues
from .limits import MAX_FILE, MAX_FILES, MB, IntakeError
from .written import defined, written

AGAIN = sentence("please download the notebook again, or save it once more, and hand in that file")
BLANK = b"\t\r\n \xef\xbb\xbf\xff\xfe\0"  # blanks, byte order marks, and zeros left by a full disk
LONGEST = 2 * MAX_FILE  # characters of JSON of one cell's code
LONGEST_TYPE = 100  # characters


@dataclass(frozen=True)
class Notebook:
    """Code cells by the names of their files, and the answer to the written question."""

    cells: dict[str, bytes]
    answer: str


@dataclass(frozen=True)
class _Cell:
    """A cell of any kind, with its text."""

    is_code: bool
    id: str
    text: str


class NoCells(Exception):
    """JSON that is no notebook."""


def read_notebook(file: IO[bytes], shown: str, steps: Steps | None = None) -> Notebook:
    """Return the code cells of a notebook as files, `code cell 1` and so on.

    It takes no more than the `steps` that are left.

    Raises `IntakeError`, a sentence for the student about the notebook called `shown`, for what is
    no notebook, and for one that defines nothing that the assignment asks for.
    """
    json = JsonStream(file, steps)
    if not json.head.strip(BLANK):
        raise IntakeError("{shown} is empty; {advice}.", shown=shown, advice=AGAIN)
    if what := what_is(json.head):
        raise IntakeError(
            "{shown} is {what} and no notebook; {advice}.", shown=shown, what=what, advice=AGAIN
        )
    try:
        notebook = _read_cells(json)
    except NoCells as error:
        raise IntakeError(
            "{shown} is no Jupyter notebook; please hand in the file of one.", shown=shown
        ) from error
    except TooLong as error:
        raise IntakeError(
            "{shown} holds more than {cells} cells or {size} MB of code; please leave out data.",
            shown=shown,
            cells=MAX_FILES,
            size=MAX_FILE // MB,
        ) from error
    except TooManyValues as error:
        raise IntakeError(
            "{shown} holds too many values to be read; please clear its outputs and hand it in"
            " again.",
            shown=shown,
        ) from error
    except (ValueError, RecursionError) as error:
        if json.conflict:
            raise IntakeError(
                "{shown} has a merge conflict of Git's in it; please settle it first.", shown=shown
            ) from error
        raise IntakeError(
            "{shown} is damaged and cannot be read; {advice}.", shown=shown, advice=AGAIN
        ) from error
    if not notebook.cells:
        raise IntakeError(
            "{shown} has no code in it; please hand in the notebook you worked in.", shown=shown
        )
    if not defined(notebook.cells.values()):
        raise IntakeError(
            "{shown} defines nothing that the assignment asks for, neither {names} nor {last};"
            " please hand in the notebook you worked in.",
            shown=shown,
            names=", ".join(NAMES[:-1]),
            last=NAMES[-1],
        )
    return notebook


def choose_notebook(
    notebooks: Mapping[str, Notebook | IntakeError], shown: str
) -> tuple[PurePosixPath, Notebook, Sentence | None]:
    """Return the path of the notebook that is the submission, what is in it, and a note on others.

    It is the only one that can be graded, or the one with most of the assignment written. Raises
    `IntakeError` when there is none, or when no one is first.
    """
    found = {path: one for path, one in notebooks.items() if isinstance(one, Notebook)}
    errors = [error for error in notebooks.values() if isinstance(error, IntakeError)]
    scores = {path: written(one.cells.values()) for path, one in found.items()}
    ranked = sorted(scores, key=lambda path: -scores[path])
    if errors and not any(scores.values()):
        if len(errors) == 1:
            raise errors[0]
        raise IntakeError(
            "{shown} holds {count} notebooks, {notebooks}, and none can be graded; please hand in"
            " the one you worked in.",
            shown=shown,
            count=len(notebooks),
            notebooks=listed(notebooks),
        )
    first = [path for path in ranked if scores[path] == scores[ranked[0]]]
    if len(first) > 1 and any(found[path].cells != found[first[0]].cells for path in first):
        raise IntakeError(
            "{shown} holds {count} notebooks with the assignment in them, {notebooks}; please hand"
            " in one of them.",
            shown=shown,
            count=len(first),
            notebooks=listed(first),
        )
    less = [path for path in ranked[len(first) :] if scores[path]]
    note = sentence(
        "More is written in the notebook {notebook} than in {others}.",
        notebook=ranked[0],
        others=listed(less),
    )
    return PurePosixPath(ranked[0]), found[ranked[0]], note if less else None


def _read_cells(json: JsonStream) -> Notebook:
    cells, answer = dict[str, bytes](), AnswerCells()
    size = number = 0
    for cell in _all_cells(json):
        answer.add(cell.id, tidy(cell.text))
        if not cell.is_code:
            continue
        number += 1
        size += len(cell.text)
        if cell.text.strip():
            cells[f"{CELL}{number}"] = tidy(cell.text).encode("utf-8", "replace")
        if len(cells) > MAX_FILES or size > MAX_FILE:
            raise TooLong
    return Notebook(cells, answer.answer)


def _all_cells(json: JsonStream) -> Iterator[_Cell]:
    """Yield the cells in their order."""
    if not (yield from _cells(json)):
        raise NoCells


def _cells(json: JsonStream) -> Generator[_Cell, None, bool]:
    """Yield the cells of a notebook or worksheet; return whether there is a list of them."""
    found = False
    for key in json.members():
        if key == "cells":
            found |= json.peek() == "["
            for _ in json.items():
                yield _cell(json)
        elif key == "worksheets":
            for _ in json.items():
                found |= yield from _cells(json)
        else:
            json.skip()
    return found


def _cell(json: JsonStream) -> _Cell:
    """Read a cell; what is too long is left out of text. Raises `TooLong` for code."""
    kind: Any = ""
    id, text, too_long = "", "", False
    for key in json.members():
        if key == "cell_type":
            kind = json.read(LONGEST_TYPE)
        elif key in ("id", "source", "input"):
            try:
                value = json.read(LONGEST_TYPE if key == "id" else LONGEST)
            except TooLong:
                too_long |= key != "id"
                continue
            if key == "id":
                id = str(value)
            else:
                text = _joined(value, key) or text
        else:
            json.skip()
    if kind == "code" and too_long:
        raise TooLong
    return _Cell(kind == "code", id, text)


def _joined(source: Any, key: str) -> str:
    """Return the text of a cell, which may be a list of lines.

    Before version 4, where code is `input`, lines may lack their ends.
    """
    lines = source if isinstance(source, list) else [source]
    texts = [line for line in lines if isinstance(line, str)]
    lacks_ends = key == "input" and texts and not texts[0].endswith(("\n", "\r"))
    return ("\n" if lacks_ends else "").join(texts)
