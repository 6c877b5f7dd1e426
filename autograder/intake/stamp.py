"""The stamp of what the grader writes for people, so that nobody takes it for a submission.

A teacher may keep pages, or archives of feedback, beside the submissions. A page has the stamp in
its head, a notebook in its metadata, an archive as its comment, at its very end, and a text as its
first line.
"""

from pathlib import Path

from .limits import NOTEBOOK, ZIP, leaves_out_folder

STAMP = "written by autograder, no submission"
BEGINNING = 2_000  # bytes, in which a page or a notebook has its stamp
PAGES = (".html", ".htm", NOTEBOOK)
BESIDE = {"comments.txt", "not-sent.csv", "students.csv"}  # files without a stamp, in such a folder
MOST_FILES = 20_000  # of a folder that are looked at


def is_stamped(path: Path) -> bool:
    """Say whether the grader has written a file, or all that is in a folder."""
    if path.is_symlink():
        return False
    try:
        if not path.is_dir():
            return _has_stamp(path)
        known = False
        for number, file in enumerate(path.rglob("*")):
            if file.is_dir() or leaves_out_folder(file.name):
                continue
            if number > MOST_FILES or not (file.name in BESIDE or _has_stamp(file)):
                return False
            known |= file.name not in BESIDE
        return known
    except OSError:  # whoever reads it as a submission says so
        return False


def _has_stamp(file: Path) -> bool:
    if not file.is_file():
        return False
    name, stamp = file.name.lower(), STAMP.encode()
    with file.open("rb") as content:
        if name.endswith(PAGES):
            return stamp in content.read(BEGINNING)
        if name.endswith(ZIP):
            content.seek(-min(len(stamp), file.stat().st_size), 2)
        return content.read(len(stamp)) == stamp
