"""Cells of the released notebook, and the same notebook with its solutions filled in."""

import re
from typing import Any

import nbformat

from autograder.otter.master_cells import definition
from autograder.probing.questions import NAMES, NAMES_IN
from autograder.release.assignment import BEGIN, END
from support import SOLUTION

MARKS = re.compile(rf"^[ \t]*({BEGIN}|{END}|# TODO q\d.*)\n?", re.MULTILINE)
SOURCES = {file: (SOLUTION / "digits" / f"{file}.py").read_text("utf-8") for file in NAMES_IN}


def cell(notebook: Any, id: str) -> str:
    """The source of the cell with this id."""
    (source,) = (cell.source for cell in notebook.cells if cell.id == id)
    return str(source)


def solved(name: str) -> str:
    """The reference's source of `name`, without the marks of its solutions."""
    return MARKS.sub("", definition(SOURCES, name)).strip()


def with_solutions(notebook: Any) -> Any:
    """The student's notebook with the reference in place of its stubs."""
    filled = []
    for one in notebook["cells"]:
        name = one["id"].removeprefix("write-")
        filled.append(one | {"source": solved(name) if name in NAMES else one["source"]})
    return nbformat.from_dict(notebook | {"cells": filled})
