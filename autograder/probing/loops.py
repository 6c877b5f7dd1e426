"""Finds the loops of a student's code that a line was running in."""

import ast
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

LONGEST = 80  # characters of a loop's first line that are shown
ENDLESS = {"count", "cycle"}  # of itertools: what goes on for ever
REPEAT = "repeat"  # of itertools: goes on for ever with a single argument
ENDING = {"islice", "takewhile", "zip"}  # what ends all the same


class Ending(IntEnum):
    """How surely a loop ends, the least sure first."""

    NEVER = 0  # a `for` over what never ends, without a way out
    BY_CONDITION = 1  # a `while`, or a `for` over what never ends that is left by some statement
    BY_ITSELF = 2  # any other `for`


class Loop(NamedTuple):
    """A loop: its file, the number of its first line, what stands there, and how surely it ends."""

    file: str
    line: int
    text: str
    ending: Ending


def loop_that_runs(folder: Path, lines: list[tuple[str, int]]) -> Loop | None:
    """Return the loop that probably does not end, of those around `lines`: pairs of a file in
    `folder` and a line, each of which has called the next.

    An outer loop comes before those that it runs again and again, if it ends as surely.
    """
    loops = [loop for file, line in lines for loop in _around(folder, file, line)]
    return min(loops, key=lambda loop: loop.ending, default=None)


def _ending(loop: ast.While | ast.For | ast.AsyncFor) -> Ending:
    if isinstance(loop, ast.While):
        return Ending.BY_CONDITION
    arguments = {
        ast.unparse(one.func).removeprefix("itertools."): len(one.args) + len(one.keywords)
        for one in ast.walk(loop.iter)
        if isinstance(one, ast.Call)
    }
    endless = arguments.keys() & ENDLESS or arguments.get(REPEAT) == 1
    if not endless or arguments.keys() & ENDING:
        return Ending.BY_ITSELF
    left = any(isinstance(one, (ast.Break, ast.Return)) for one in ast.walk(loop))
    return Ending.BY_CONDITION if left else Ending.NEVER


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
