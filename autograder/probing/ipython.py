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
WRITES = re.compile(r"\s*%%(?:write)?file[ \t]+(-a[ \t]+)?(['\"]?)([\w./ -]+\.py)\2[ \t]*\r?\n")
ROOT_FOLDER = re.compile(  # where files lie on Colab, in the drive there, on Kaggle, and elsewhere
    r"^/(?:content/(?!drive/)|kaggle/working/|.*/)"
)
TIMED = re.compile(r"(\s*)%time[ \t]+(?=\w)")  # what stands behind it is run
PASTED = re.compile(r">>>(?: |$)|In \[\d+\]: ")  # from a terminal, with its prompts
PROMPT = re.compile(r"^(?:(?:>>>|\.\.\.)(?: |$)|In \[\d+\]: ?|\s*\.{3,}: ?)")
RUNS = re.compile(
    r"^[ \t]*%run[ \t]+(?:-\w[ \t]+)*(['\"]?)([\w./ -]+?)(?:\.py)?\1[ \t]*$", re.MULTILINE
)
NEWLINE = re.compile(r"\r\n?|\n")


def write_modules(cells: Iterable[Path], folder: Path) -> None:
    """Write the modules that cells write by `%%writefile`, for other cells to import."""
    for cell in cells:
        text = cell.read_bytes().decode("utf-8", "replace")
        if found := WRITES.match(text):
            path = _path(folder, found[3])
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("a" if found[1] else "w", encoding="utf-8") as file:
                    file.write(text[found.end() :] + "\n")


def files_run(text: str, folder: Path) -> list[Path]:
    """Return the files in `folder` that a cell runs by `%run`, whose names it then has."""
    paths = [_path(folder, f"{found[2]}.py") for found in RUNS.finditer(text)]
    return [path for path in paths if path is not None and path.is_file()]


def is_foreign(text: str) -> bool:
    """Say whether a cell is of another language, or not to be run at all."""
    return FOREIGN.match(text) is not None


def parse(text: str, filename: str) -> ast.Module:
    """Parse a cell; IPython's own lines count as `pass`. Raises `SyntaxError` with its line."""
    lines = NEWLINE.split(text)
    if PASTED.match(next(filter(str.strip, lines), "")):
        lines = [PROMPT.sub("", line, count=1) for line in lines]
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


def _path(folder: Path, written: str) -> Path | None:
    """Return the file in `folder` that a path means; None for one outside."""
    path = (folder / ROOT_FOLDER.sub("", written)).resolve()
    return path if path.is_relative_to(folder.resolve()) else None


def _parse(lines: list[str], filename: str) -> ast.Module:
    return ast.parse("\n".join(lines) + "\n", filename)


def _pass_over(lines: list[str], number: int) -> None:
    """Put `pass` in the place of a line of IPython's, with the lines that continue it; in that of
    `%time N = 64` what it runs.
    """
    line = lines[number]
    lines[number] = line[: len(line) - len(line.lstrip())] + "pass"
    if (timed := TIMED.match(line)) and _is_python(line[timed.end() :]):
        lines[number] = timed[1] + line[timed.end() :]
        return
    while line.rstrip().endswith("\\") and number + 1 < len(lines):
        number += 1
        line, lines[number] = lines[number], ""


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
