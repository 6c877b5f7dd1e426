"""It is a notebook of a hundred thousand brackets.
kind: archives
points: 0
hint: notebook
"""

NAME = "deep.ipynb"


def archive(files):
    return b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
