"""Parses a notebook's cell: IPython's own lines count as `pass`."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

FOREIGN = re.compile(  # cells of other languages, and those that are not to be run at all
    r"\s*%%(?:!|(?:bash|sh|cmd|script|system|sx|html|svg|javascript|js|latex|markdown|perl|ruby|R"
    r"|cython|skip)\b)"
)
IPYTHON = re.compile(  # a line that IPython understands and Python does not
    r"\s*(?:[%!?]|(?:pip3?|conda|mamba)\s+\w+|[\w., ]+=\s*[%!]|[^#'\"]*\?\??\s*$)"
)
WRITES = re.compile(r"\s*%%(?:write)?file[ \t]+(-a[ \t]+)?([\w./-]+\.py)[ \t]*\r?\n")
NEWLINE = re.compile(r"\r\n?|\n")


def write_modules(cells: Iterable[Path], folder: Path) -> None:
    """Write the modules that cells write by `%%writefile`, for other cells to import."""
    for cell in cells:
        text = cell.read_bytes().decode("utf-8", "replace")
        if found := WRITES.match(text):
            path = (folder / found[2]).resolve()
            if path.is_relative_to(folder.resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("a" if found[1] else "w", encoding="utf-8") as file:
                    file.write(text[found.end() :] + "\n")


def is_foreign(text: str) -> bool:
    """Say whether a cell is of another language, or not to be run at all."""
    return FOREIGN.match(text) is not None


def parse(text: str, filename: str) -> ast.Module:
    """Parse a cell; IPython's own lines count as `pass`. Raises `SyntaxError` with its line."""
    lines = NEWLINE.split(text)
    margin = next((line[: -len(line.lstrip())] for line in lines if line.strip()), "")
    lines = [line.removeprefix(margin) for line in lines]  # IPython lets a cell be indented
    ipython = {number for number, line in enumerate(lines) if IPYTHON.match(line)}
    while True:
        try:
            return _parse(lines, filename)
        except SyntaxError as error:
            number = (error.lineno or 0) - 1
            if number in ipython:  # where Python stumbles only: others may stand in a text
                _pass_over(lines, number)
                ipython.remove(number)
                continue
            for other in ipython:
                _pass_over(lines, other)
            try:
                return _parse(lines, filename)
            except SyntaxError:
                raise error from None


def _parse(lines: list[str], filename: str) -> ast.Module:
    return ast.parse("\n".join(lines) + "\n", filename)


def _pass_over(lines: list[str], number: int) -> None:
    """Put `pass` in the place of a line of IPython's, with the lines that continue it."""
    line = lines[number]
    lines[number] = line[: len(line) - len(line.lstrip())] + "pass"
    while line.rstrip().endswith("\\") and number + 1 < len(lines):
        number += 1
        line, lines[number] = lines[number], ""
