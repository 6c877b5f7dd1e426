"""Says where in a student's code something is, in the words of what the student sees."""

import re
import sys
from pathlib import Path
from types import FrameType
from typing import Any

CELL = "code cell "  # the file of a cell; its number follows, counted from 1 over code cells only
NUMBERED = re.compile(rf"{CELL}\d+")
MAX_FIRST_LINE = 60  # characters of a cell's first line
GRADER_FOLDER = str(Path(__file__).parent.parent)
LIBRARIES = ("torch", "numpy")


def cells(folder: Path) -> list[Path]:
    """Return the files of the cells in `folder`, top to bottom."""
    paths = {int(path.name.removeprefix(CELL)): path for path in folder.glob(f"{CELL}*")}
    return [path for _, path in sorted(paths.items())]


def place(file: Path, line: int | None, shown: str = "") -> dict[str, Any]:
    """Return the place of a line, such as `digits/models.py, line 3`, as a message; `shown` is the
    file's path.

    A notebook's cell goes by its first line: Jupyter shows other numbers than that of its file.
    """
    if NUMBERED.fullmatch(file.name):
        return {"hint": "place.line-of-cell", "line": line, "first": _first_line(file)}
    return {"hint": "place.line", "file": shown or file.name, "line": line}


def students_place() -> dict[str, Any]:
    """Say in which of the student's functions, and on which line, the code is; {} if in none."""
    libraries = [sys.modules[name] for name in LIBRARIES if name in sys.modules]
    folders = (str(Path(module.__file__ or "").parent) for module in libraries)
    others = ("<", GRADER_FOLDER, *folders)
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(others):
        frame = frame.f_back
    if frame is None:
        return {}
    where = place(Path(frame.f_code.co_filename), frame.f_lineno)
    while frame.f_code.co_name.startswith("<") and frame.f_back:  # a comprehension, or a lambda
        frame = frame.f_back
    return {"hint": "place.in-function", "function": frame.f_code.co_name, "where": where}


def _first_line(file: Path) -> str:
    try:
        lines = file.read_text("utf-8", "replace").split("\n")
    except OSError:
        return file.name
    first = next((line.strip() for line in lines if line.strip()), file.name)
    return first if len(first) <= MAX_FIRST_LINE else f"{first[: MAX_FIRST_LINE - 1]}…"
