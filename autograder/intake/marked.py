"""Marks of what the grader writes for people, by which it is known among what students hand in.

A teacher may keep pages, or archives of feedback, beside the submissions. A page has its mark in
its head, a notebook in its metadata, and an archive as its comment, at its very end.
"""

from pathlib import Path

from .limits import NOTEBOOK, ZIP, leaves_out_folder

MARK = "written by autograder, no submission"
COMMENT = MARK.encode()  # of an archive
BEGINNING = 2_000  # bytes, in which a page or a notebook has its mark
PAGES = (".html", ".htm", NOTEBOOK)
BESIDE = {"comments.txt", "not-sent.csv", "students.csv"}  # files without a mark, in such a folder
MOST_FILES = 20_000  # of a folder that are looked at


def is_marked(path: Path) -> bool:
    """Say whether the grader has written a file, or all that is in a folder."""
    if path.is_symlink():
        return False
    try:
        if not path.is_dir():
            return _has_mark(path)
        known = False
        for number, file in enumerate(path.rglob("*")):
            if file.is_dir() or leaves_out_folder(file.name):
                continue
            if number > MOST_FILES or not (file.name in BESIDE or _has_mark(file)):
                return False
            known |= file.name not in BESIDE
        return known
    except OSError:  # whoever reads it as a submission says so
        return False


def _has_mark(file: Path) -> bool:
    name = file.name.lower()
    if not name.endswith((*PAGES, ZIP)) or not file.is_file():
        return False
    with file.open("rb") as content:
        if name.endswith(PAGES):
            return COMMENT in content.read(BEGINNING)
        content.seek(-min(len(COMMENT), file.stat().st_size), 2)
        return content.read() == COMMENT
