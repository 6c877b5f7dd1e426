"""The handout, written once for the package and the notebook: marks say what is for which.

Marks are HTML comments, each alone on its line, so `solution/README.md` reads well as it is:

    <!-- package -->       what stands from here …
    <!-- /package -->      … to here is for the package only
    <!-- notebook          what stands in such a comment is for the notebook only
    -->
    <!-- part given -->    a part of the notebook begins; `part q5 45 minutes` is a question's
    <!-- write train -->   the notebook's cells for these names
    <!-- check q4 -->      the end of a question, where the notebook checks it
    <!-- digits -->        what stands from here …
    <!-- /digits -->       … to here is for the digits only: figures, and what was measured on them
    <!-- pictures          what stands in such a comment is for other data only
    -->
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

PACKAGE, END_PACKAGE = "<!-- package -->", "<!-- /package -->"
NOTEBOOK, END_NOTEBOOK = "<!-- notebook", "-->"
DIRECTIVE = re.compile(r"<!-- (part|write|check) (\w+(?: \w+)*) -->")
DIGITS = "<!-- digits -->"
DATA_BLOCKS = {DIGITS: "<!-- /digits -->", "<!-- pictures": "-->"}
READER_BLOCKS = {PACKAGE: END_PACKAGE, NOTEBOOK: END_NOTEBOOK}
READERS = {PACKAGE: "package", NOTEBOOK: "notebook", "": "both"}  # by the block
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Kind = Literal["text", "code", "write", "check"]


class ReleaseError(Exception):
    """The assignment cannot be made: one sentence saying what is wrong, and where."""


def handout_path(solution: Path, language: str) -> Path:
    """Return the handout in a language: `README.md`, `README.de.md`; where there is none, ours."""
    translated = solution / f"README.{language}.md"
    return translated if translated.is_file() else solution / "README.md"


@dataclass(frozen=True)
class Piece:
    """Something to put in the notebook: a text in Markdown, code, names to write, a question."""

    kind: Kind
    content: str


def lines_for_data(text: str, name: str, digits: bool) -> list[tuple[int, str]]:
    """Return the handout's lines that are for the digits, or for other data, with their numbers.

    Raises `ReleaseError`, which says where in `name`.
    """
    lines = _in_blocks(enumerate(text.split("\n"), 1), DATA_BLOCKS, name)
    return [(n, line) for n, line, block in lines if not block or (block == DIGITS) == digits]


def for_data(text: str, name: str, digits: bool) -> str:
    """Return the handout for the digits, or for other data. Raises `ReleaseError`."""
    return "\n".join(line for _, line in lines_for_data(text, name, digits))


def package_text(text: str, name: str) -> str:
    """Return the handout for the package. Raises `ReleaseError`, which says where in `name`."""
    kept = [line for line, reader in _lines(text, name) if reader != "notebook"]
    return _tidy("\n".join(line for line in kept if not DIRECTIVE.fullmatch(line)))


def notebook_parts(
    text: str, name: str, numbers: Iterable[int] | None = None
) -> dict[str, list[Piece]]:
    """Return the parts of the notebook by name, each with its pieces in order.

    What stands before the first `part` mark belongs to none. `numbers` are those of the lines,
    where the text is not the whole file `name`. Raises `ReleaseError`.
    """
    parts: dict[str, list[Piece]] = {}
    pieces: list[Piece] = []
    waiting: list[str] = []
    for line, reader in [*_lines(text, name, numbers), ("<!-- part end_of_file -->", "both")]:
        if reader == "package":
            continue
        directive = DIRECTIVE.fullmatch(line)
        if directive is None:
            waiting.append(line)
            continue
        pieces += _split("\n".join(waiting))
        waiting = []
        if directive[1] == "part":
            part = directive[2].split()[0]
            if part in parts:
                raise ReleaseError(f"{name}: there are two parts {part}.")
            pieces = parts[part] = []
        elif directive[1] == "write":
            pieces += [Piece("write", written) for written in directive[2].split()]
        else:
            pieces.append(Piece("check", directive[2]))
    del parts["end_of_file"]
    return parts


def _lines(text: str, name: str, numbers: Iterable[int] | None = None) -> list[tuple[str, str]]:
    """Return every line that is no mark of a block, with its reader: package, notebook or both."""
    lines = []
    numbered = zip(numbers or count(1), text.split("\n"))  # noqa: B905 - count has no end
    for number, line, block in _in_blocks(numbered, READER_BLOCKS, name):
        if (line.startswith("<!--") and not DIRECTIVE.fullmatch(line)) or line == END_NOTEBOOK:
            raise ReleaseError(f"{name}, line {number}: `{line}` is no mark.")
        lines.append((line, READERS[block]))
    return lines


def _in_blocks(
    lines: Iterable[tuple[int, str]], ends: Mapping[str, str], name: str
) -> Iterator[tuple[int, str, str]]:
    """Yield every line that is no mark of a block, with its number and the mark that begins the
    block it stands in, empty outside of them; `ends` are the marks that end blocks.

    Raises `ReleaseError`.
    """
    block, begun = "", 0
    for number, line in lines:
        if line in ends:
            if block:
                raise ReleaseError(
                    f"{name}, line {number}: the block from line {begun} is still open."
                )
            block, begun = line, number
        elif block and line == ends[block]:
            block = ""
        else:
            yield number, line, block
    if block:
        raise ReleaseError(f"{name}, line {begun}: this block has no end.")


def _split(text: str) -> list[Piece]:
    """Split Markdown into texts and the Python code between them."""
    pieces: list[Piece] = []
    for number, part in enumerate(FENCE.split(text)):
        content = part.strip("\n") if number % 2 else _tidy(part).strip()
        if content:
            pieces.append(Piece("code" if number % 2 else "text", content))
    return pieces


def _tidy(text: str) -> str:
    """Leave one empty line where marks have left several."""
    return re.sub(r"\n{3,}", "\n\n", text)
