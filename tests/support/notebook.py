"""Cells of the released notebook, and the same notebook with its solutions filled in."""

from typing import Any

import nbformat

from autograder.otter.master_cells import fill_in_solutions
from autograder.probing.questions import FILES
from support import SOLUTION

SOURCES = {file: (SOLUTION / "digits" / f"{file}.py").read_text("utf-8") for file in FILES}


def cell(notebook: Any, id: str) -> str:
    """The source of the cell with this id."""
    (source,) = (cell.source for cell in notebook.cells if cell.id == id)
    return str(source)


def with_solutions(notebook: Any) -> Any:
    return nbformat.from_dict(fill_in_solutions(notebook, SOURCES))
