"""Specimens of the zoo that are notebooks, as Jupyter, Colab, Kaggle or VS Code have written them.

A notebook's metadata hold the sentence that says what it is, under `zoo`. What it does not define
is the reference's, in cells above its own.
"""

import io
import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from ..intake.notebooks import read_notebook
from ..intake.written import defined
from ..probing.questions import NAMES_IN, PACKAGE

SENTENCE = "zoo"
RELATIVE_IMPORT = re.compile(rb"^from \.\w* import .*\n", re.MULTILINE)


def read_sentence(notebook: bytes) -> str:
    """Return what a notebook says it is; raises `KeyError` or `ValueError` when it does not."""
    return str(json.loads(notebook)["metadata"][SENTENCE])


def names_in(notebook: bytes) -> frozenset[str]:
    """Return the assignment's names that a notebook defines; raises `IntakeError`."""
    read = read_notebook(io.BytesIO(notebook), "the notebook")
    return frozenset(defined(read.cells.values()))


def with_reference(
    notebook: bytes, names: Collection[str], reference: Mapping[str, bytes]
) -> bytes:
    """Return a notebook with the reference's cells above its own, but for files whose `names` it
    defines all.
    """
    tree = json.loads(notebook)
    sheet = tree["worksheets"][0] if "worksheets" in tree else tree
    texts = [
        RELATIVE_IMPORT.sub(b"", reference[f"{PACKAGE}/{file}.py"]).decode()
        for file, own in NAMES_IN.items()
        if not set(own) <= set(names)
    ]
    sheet["cells"] = [_cell(text, tree["nbformat"]) for text in texts] + sheet["cells"]
    return json.dumps(tree, ensure_ascii=False).encode()


def _cell(text: str, version: int) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": []}
    if version < 4:
        return {**cell, "input": text, "language": "python"}
    return {**cell, "source": text, "execution_count": None}
