"""Reads a notebook as files, one for each code cell, which `probing.cells` runs in the sandbox.

Only JSON is read here, never Python. Both formats in use are understood: version 4, and version 3
with its worksheets (https://nbformat.readthedocs.io/en/latest/format_description.html).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from ..probing.questions import FILES, NAMES, PACKAGE
from ..probing.statements import CELL
from ..probing.stubs import count_stubs
from .collector import MAX_FILE, MAX_FILES, MB, IntakeError

MAX_NOTEBOOK = 20 * MB  # its figures included
DEFINED = re.compile(
    rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+({'|'.join(NAMES)})\b"
    rf"|^[ \t]*({'|'.join(NAMES)})[ \t]*(?::[^=\n]+)?=(?!=)",
    re.MULTILINE,
)
IMPORT = re.compile(r"^[ \t]*from[^\n]", re.MULTILINE)
NAME = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")


def read_notebook(data: bytes, shown: str) -> dict[str, bytes]:
    """Return the code cells of a notebook as files, `code cell 1` and so on.

    Raises `IntakeError`, a sentence for the student about the notebook called `shown`, for what is
    no notebook, and for one that defines nothing that the assignment asks for.
    """
    texts = _code(_parse(data, shown), shown)
    files = {
        f"{CELL}{number}": text.encode("utf-8", "replace")
        for number, text in enumerate(texts, 1)
        if text.strip()
    }
    if not files:
        raise IntakeError(f"{shown} has no code in it; please hand in the notebook you worked in.")
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_FILE:
        raise IntakeError(
            f"{shown} holds more than {MAX_FILES:,} cells or {MAX_FILE // MB} MB of code; please"
            " leave out data."
        )
    if not defined(files.values()):
        raise IntakeError(
            f"{shown} defines nothing that the assignment asks for, neither {', '.join(NAMES[:-1])}"
            f" nor {NAMES[-1]}; please hand in the notebook you worked in."
        )
    return files


def choose_notebook(
    notebooks: Mapping[str, bytes], shown: str
) -> tuple[PurePosixPath, dict[str, bytes]]:
    """Return the path and the cells of the notebook that is the submission.

    It is the only one that can be graded, or the one with most of the assignment written. Raises
    `IntakeError` when there is none, or when no one is first.
    """
    found: dict[str, dict[str, bytes]] = {}
    errors: list[IntakeError] = []
    for path, data in notebooks.items():
        try:
            found[path] = read_notebook(data, path)
        except IntakeError as error:
            errors.append(error)
    ranked = sorted(found, key=lambda path: -written(found[path].values()))
    if not ranked:
        if len(errors) == 1:
            raise errors[0]
        raise IntakeError(
            f"{shown} holds {len(notebooks)} notebooks, {_listed(notebooks)}, and none can be"
            " graded; please hand in the one you worked in."
        )
    first = [path for path in ranked if _same(found[path], found[ranked[0]])]
    if len(first) > 1 and any(found[path] != found[first[0]] for path in first):
        raise IntakeError(
            f"{shown} holds {len(first)} notebooks with the assignment in them, {_listed(first)};"
            " please hand in one of them."
        )
    return PurePosixPath(ranked[0]), found[ranked[0]]


def written(texts: Iterable[bytes]) -> int:
    """Return how much of the assignment is written in these sources: names without stubs."""
    texts = list(texts)
    stubs = sum(count_stubs(text.decode("utf-8", "replace")) for text in texts)
    return max(0, len(defined(texts)) - stubs)


def written_in_package(files: Mapping[str, bytes]) -> int:
    """Return how much of the assignment is written in the package."""
    wanted = {f"{PACKAGE}/{module}.py" for module in FILES}
    return written(data for path, data in files.items() if path in wanted)


def defined(texts: Iterable[bytes]) -> set[str]:
    """Return the names of the assignment that these sources define, judged by their lines alone."""
    found: set[str] = set()
    for text in (text.decode("utf-8", "replace") for text in texts):
        found |= {match[1] or match[2] for match in DEFINED.finditer(text)}
        found |= _imported(text)
    return found


def _imported(text: str) -> set[str]:
    """Return the assignment's names after `from … import`, in time linear in the line's length."""
    found: set[str] = set()
    for start in IMPORT.finditer(text):
        end = text.find("\n", start.end())
        line = text[start.end() : end if end >= 0 else None]
        found.update(NAME.findall(line.partition("import")[2]))
    return found


def _parse(data: bytes, shown: str) -> Any:
    again = "please download the notebook again, or save it once more, and hand in that file."
    if len(data) > MAX_NOTEBOOK:
        raise IntakeError(
            f"{shown} is larger than {MAX_NOTEBOOK // MB} MB; please clear its outputs and hand it"
            " in again."
        )
    if not data.strip():
        raise IntakeError(f"{shown} is empty; {again}")
    if data.lstrip()[:1] == b"<" and not data.lstrip().startswith(b"<<<<<<<"):
        raise IntakeError(f"{shown} is a web page and no notebook; {again}")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        if b"\n<<<<<<< " in b"\n" + data:
            raise IntakeError(
                f"{shown} has a merge conflict of Git's in it; please settle it first."
            ) from error
        raise IntakeError(f"{shown} is damaged and cannot be read; {again}") from error


def _code(tree: Any, shown: str) -> list[str]:
    """Return the texts of all code cells, in their order."""
    if not isinstance(tree, dict):
        tree = {}
    sheets = tree.get("worksheets", [tree])
    lists = [sheet.get("cells") for sheet in _dicts(sheets)]
    if not lists or not any(isinstance(cells, list) for cells in lists):
        raise IntakeError(f"{shown} is no Jupyter notebook; please hand in the file of one.")
    texts = []
    for cell in (cell for cells in lists for cell in _dicts(cells)):
        if cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            lines = source if isinstance(source, list) else [source]
            texts.append("".join(line for line in lines if isinstance(line, str)))
    return texts


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _same(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> bool:
    return written(one.values()) == written(other.values())


def _listed(paths: Iterable[str]) -> str:
    names: Sequence[str] = list(paths)
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return ", ".join(names[:4]) + more
