"""Finds the loops of a student's code that a line was running in."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LONGEST = 80  # characters of a loop's first line that are shown
ENDLESS = {"count", "cycle"}  # of itertools: what goes on for ever
ENDING = {"islice", "takewhile", "zip"}  # what ends all the same


class Loop(NamedTuple):
    """A loop: its file, the number of its first line, what stands there, and how surely it ends.

    0 is a `for` over what never ends, 1 a loop that some condition ends, 2 any other `for`.
    """

    file: str
    line: int
    text: str
    ending: int


def loop_that_runs(folder: Path, lines: list[tuple[str, int]]) -> Loop | None:
    """Return the loop that probably does not end, of those around `lines`: pairs of a file in
    `folder` and a line, each of which has called the next.

    An outer loop comes before those that it runs again and again, if it ends as surely.
    """
    loops = [loop for file, line in lines for loop in _around(folder, file, line)]
    return min(loops, key=lambda loop: loop.ending, default=None)


def _ending(loop: ast.While | ast.For | ast.AsyncFor) -> int:
    if isinstance(loop, ast.While):
        return 1
    calls = [ast.unparse(one.func) for one in ast.walk(loop.iter) if isinstance(one, ast.Call)]
    names = {one.removeprefix("itertools.") for one in calls}
    if not names & ENDLESS or names & ENDING:
        return 2
    return int(any(isinstance(one, (ast.Break, ast.Return)) for one in ast.walk(loop)))


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
            yield Loop(file, loop.lineno, text[:LONGEST], _ending(loop))
