"""Finds the loops of a student's code that a line was running in."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LONGEST = 80  # characters of a loop's first line that are shown


class Loop(NamedTuple):
    """A loop: its file, the number of its first line, and what stands there."""

    file: str
    line: int
    text: str
    is_while: bool


def loop_that_runs(folder: Path, lines: list[tuple[str, int]]) -> Loop | None:
    """Return the loop that probably does not end, of those around `lines`: pairs of a file in
    `folder` and a line, each of which has called the next.

    A `while` comes before a `for`, which ends by itself mostly, and an outer loop before those that
    it runs again and again.
    """
    loops = [loop for file, line in lines for loop in _around(folder, file, line)]
    return next((loop for loop in loops if loop.is_while), loops[0] if loops else None)


def _around(folder: Path, file: str, line: int) -> Iterator[Loop]:
    """Yield the loops around a line, the outermost first."""
    try:
        source = (folder / file).read_text("utf-8")
        nodes = ast.walk(ast.parse(source))
    except (OSError, SyntaxError, ValueError):
        return
    loops = [one for one in nodes if isinstance(one, (ast.While, ast.For, ast.AsyncFor))]
    for loop in sorted(loops, key=lambda one: one.lineno):
        if loop.lineno <= line <= (loop.end_lineno or loop.lineno):
            text = source.split("\n")[loop.lineno - 1].strip()
            yield Loop(file, loop.lineno, text[:LONGEST], isinstance(loop, ast.While))
