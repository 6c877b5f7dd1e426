"""It is called a notebook and holds half a JSON text.
kind: archives
points: 0
hint: notebook
"""

NAME = "digits.ipynb"


def archive(files):
    return b'{"cells": [{"cell_type": "code", "source": ["import torch"'
