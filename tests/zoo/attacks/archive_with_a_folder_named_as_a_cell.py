"""It holds a notebook, and beside it a folder and a file that are called as its cells will be.
kind: archives
points: 110
"""

import io
import json
import re
import zipfile


def archive(files):
    cells = []
    for name in ("data", "models", "costs", "training", "evaluation", "experiments"):
        text = re.sub(
            r"^\s*from \.\w+ import .*$", "", files[f"digits/{name}.py"].decode(), flags=re.M
        )
        cells.append({"cell_type": "code", "source": text, "metadata": {}, "outputs": []})
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as beside:
        beside.writestr("digits.ipynb", json.dumps(notebook))
        beside.writestr("code cell 1/notes.txt", "x")
        beside.writestr("code cell of mine", "x")
    return packed.getvalue()
