"""It has a cell with code, and forty million that are a number, which somebody has to step through.
kind: archives
points: 0
hint: too many values
"""

import io
import json
import zipfile


def archive(files):
    cell = {"cell_type": "code", "source": files["digits/costs.py"].decode()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as small:
        small.writestr("digits.ipynb", '{"cells": [' + "0," * 40_000_000 + json.dumps(cell) + "]}")
    return packed.getvalue()
