"""Finds the submissions of a class, and says of everything else there why it is none.

A folder may be a class or one submission, and its content does not always tell. If several things
in it look like submissions, it is a class, even where a `data.py` or a `digits.ipynb` lies beside.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..language import marked
from ..probing.questions import PACKAGE
from ..text import one_line
from .filenames import CANVAS_TEXT, METADATA, MOODLE_TEXT, in_utf8, original_name, understand
from .layout import COPY, FILES, TESTS, is_package_name
from .limits import ARCHIVES, NOTEBOOK, NOTEBOOKS, leaves_out_folder
from .stamp import is_stamped

PACKED = (*ARCHIVES, *NOTEBOOKS)
LINKS = (".gdoc", ".gsheet", ".gslides", ".glink", ".gshortcut", ".url", ".webloc", ".lnk")
GRADES = "grades.csv"  # a folder with this file holds results
RESULTS = "results"
FEEDBACK = "feedback"  # a folder beside the grades, with what goes back to students
WHOSE = "students.csv"  # in it: which of it is whose
WRITTEN = {  # by the grader
    GRADES,
    "canvas.csv",
    "decisions.csv",
    "desk.htm",
    "grades-by-student.csv",
    "gradescope.csv",
    "history.jsonl",
    "index.html",
    "moodle.csv",
    "not-exported.csv",
    "pseudonyms.csv",
    "similar.htm",
}
PAGES = {"blind", "code"}  # folders of pages beside them
ASSIGNMENT_FOLDER = "assignment"  # that a student was given: it is not the name of a student
GIVEN = re.compile(rf"(?:{PACKAGE}|{ASSIGNMENT_FOLDER}){COPY}(?:-main|-master)?", re.IGNORECASE)
# So begin names in a student's own folder.
OWN_NAMES = (PACKAGE, ASSIGNMENT_FOLDER, TESTS, "untitled")
SEVERAL = 2  # things that look like submissions make a class, whatever lies beside them

SINGLE_FILE = marked("a single file of code; a submission is a folder, an archive or a notebook")
NO_SUBMISSION = marked("no submission: neither a folder nor an archive nor a notebook")
LINK = marked("a link to a file that is elsewhere; only files are graded")
ANOTHER = marked("a link to another submission, which is graded")
TYPED = marked("a text or a link that was typed into the LMS; only files are graded")
EARLIER_RESULTS = marked("results of grading")
WRITTEN_BY_GRADER = marked(
    "written by the grader for people to read, such as feedback for students"
)
SKIPPED_NAME = marked("a folder of this name is taken for one that a tool has made; rename it")
EMPTY = marked("an empty folder")
INSIDE = marked("looks like a submission, but lies in another one, and is not graded by itself")


@dataclass(frozen=True)
class LeftOut:
    """Something that was found among submissions and is none; `reason` says why."""

    name: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(in_utf8(self.name), 200))


@dataclass(frozen=True)
class Found:
    """The submissions that were found, and what was left out."""

    submissions: tuple[Path, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def united(found: Iterable[Found]) -> Found:
    """Add up what was found at several places, each submission once; links to one are left out."""
    submissions: dict[str, Path] = {}
    left_out: list[LeftOut] = []
    for one in found:
        left_out += one.left_out
        for submission in one.submissions:  # realpath: Path.resolve raises at a link to itself
            known = submissions.setdefault(os.path.realpath(submission), submission)
            if known.name != submission.name:
                left_out.append(LeftOut(submission.name, ANOTHER))
    return Found(tuple(submissions.values()), tuple(left_out))


def find_submissions(paths: Iterable[Path]) -> Found:
    """Find the submissions that `paths` name, each once, in their order.

    A file is a submission, and so is a folder with a `digits/`, or with files such as `data.py` or
    `digits.ipynb` directly in it, unless it holds several things that look like submissions. Any
    other folder is a class: the folders, archives and notebooks in it, sorted, are the
    submissions, also those that cannot be read. All else is left out, with a reason; hidden files
    and caches are left out without one. A folder with files but nothing that could be a submission
    is a submission in the wrong layout; so is one with `.py` files beside folders that are no
    submissions either. One with nothing but `assignment/` or `digits-main/` is its owner's
    submission. A folder that is empty, or holds results, has no submissions. Raises
    `FileNotFoundError` for a path that is not there.
    """
    return united(map(_look_into, paths))


def is_class(folder: Path) -> bool:
    """Say whether a folder is to be searched for submissions, and is none itself."""
    if not is_submission(folder):
        return True
    names = [child.name for child in _children(folder)]
    if METADATA in names or any(understand(name).system == "moodle" for name in names):
        return True
    return len({_owner(child) for child in _students_things(folder)}) >= SEVERAL


def is_submission(folder: Path) -> bool:
    """Say whether a folder holds the package, its files, or the notebook as it was given out."""
    children = _children(folder)
    usual = (*FILES, f"{PACKAGE}{NOTEBOOK}")
    if any(child.name in usual and child.is_file() for child in children):
        return True
    return any(is_package_name(child.name) and child.is_dir() for child in children)


def is_hidden(name: str) -> bool:
    """Say whether a thing of this name in a class is hidden, and not so called by an LMS."""
    of_a_mac = name.startswith("._")  # what it knows of another file
    return name != ".." and leaves_out_folder(name) and (of_a_mac or not understand(name).system)


def is_asked_for(file: str) -> bool:
    """Say whether a file is called as the assignment's are, or may be a whole submission."""
    return original_name(file)[0] in FILES or file.lower().endswith(PACKED)


def sort_out(children: Iterable[Path]) -> Found:
    """Tell submissions from what else lies in the folder of a class."""
    submissions: list[Path] = []
    left_out: list[LeftOut] = []
    written: list[str] = []
    for child in sorted(children):
        if _is_written(child):
            written.append(child.name)
        elif reason := _why_none(child):
            left_out.append(LeftOut(child.name, reason))
        elif not is_hidden(child.name) and child.name != METADATA:
            submissions.append(child)
    if written:
        more = f" and {len(written) - 1} more" if written[1:] else ""
        left_out.append(LeftOut(f"{written[0]}{more}", EARLIER_RESULTS))
    return Found(tuple(submissions), tuple(left_out))


def _look_into(path: Path) -> Found:
    if not os.path.exists(path):  # Path.exists() stumbles over names that are too long
        raise FileNotFoundError(f"There is no file or folder {path}.")
    if is_stamped(path):
        return Found((), (LeftOut(path.name, WRITTEN_BY_GRADER),))
    if not path.is_dir():
        return Found((path,))
    if not is_class(path):
        inside = (LeftOut(f"{path.name}/{one.name}", INSIDE) for one in _students_things(path))
        return Found((path,), tuple(inside))
    found = sort_out(path.iterdir())
    children = [child for child in _children(path) if not is_hidden(child.name)]
    if not found.submissions:
        own = any(child.is_file() and not _is_written(child) for child in children)
        if own and not _holds_results(path):
            return Found((path,))
        return Found((), found.left_out or (LeftOut(path.name, EMPTY),))
    right = any(map(_looks_right, found.submissions))
    if right and len(found.submissions) == 1 and GIVEN.fullmatch(found.submissions[0].name):
        return Found((path,))
    if not right and any(child.suffix == ".py" for child in children):
        return Found((path,))
    return found


def _students_things(folder: Path) -> Iterator[Path]:
    """Yield what in a folder looks like a submission of its own, as things in a class do."""
    for child in _children(folder):
        if is_asked_for(understand(child.name).file):
            yield child
        elif is_hidden(child.name) or child.name.casefold().startswith(OWN_NAMES):
            continue
        elif _looks_right(child) if child.is_dir() else child.name.lower().endswith(PACKED):
            yield child


def _owner(child: Path) -> str:
    """Return the number that an LMS has for a student, or else the name before the endings."""
    ids = understand(child.name).people[0].ids
    return ids[0] if ids else child.name.partition(".")[0]


def _why_none(child: Path) -> str:
    """Say why a thing in a class is no submission; nothing if it is one, or is hidden."""
    if MOODLE_TEXT.fullmatch(child.name) or CANVAS_TEXT.fullmatch(child.name):
        return TYPED
    if is_stamped(child):
        return WRITTEN_BY_GRADER
    if child.is_dir():
        if is_hidden(child.name):
            return SKIPPED_NAME if _looks_right(child) else ""
        return EARLIER_RESULTS if _holds_results(child) else ""
    if is_hidden(child.name) or child.name == METADATA or child.name.lower().endswith(PACKED):
        return ""
    if child.name.lower().endswith(LINKS):
        return LINK
    return SINGLE_FILE if child.suffix.lower() == ".py" else NO_SUBMISSION


def _looks_right(entry: Path) -> bool:
    if not entry.is_dir() or is_submission(entry):
        return True
    return any(
        is_submission(child) if child.is_dir() else child.name.lower().endswith(PACKED)
        for child in _children(entry)
    )


def _holds_results(folder: Path) -> bool:
    """Say whether a folder holds results of grading and nothing that could be a submission."""
    children = _children(folder)
    names = {child.name for child in children}
    results = GRADES in names
    if folder.name == RESULTS:  # which may hold those of several classes
        results |= any(_is_json(one.name) or (one / GRADES).exists() for one in children)
    code = any(name.lower().endswith((".py", *PACKED)) for name in names)
    return results and not code and not _looks_right(folder)


def _is_written(file: Path) -> bool:
    """Say whether a file or folder in a class is one that the grader has written there."""
    if not (file.parent / GRADES).exists():
        return False
    if not file.is_file():
        pages = (one.suffix in ("", ".html", ".htm") for one in file.rglob("*"))
        feedback = file.name == FEEDBACK and (file / WHOSE).exists()
        return feedback or (file.name in PAGES and file.is_dir() and all(pages))
    page = file.suffix in (".html", ".htm") and file.with_suffix(".json").exists()
    return page or file.name in WRITTEN or _is_json(file.name)


def _is_json(name: str) -> bool:
    return name.endswith(".json") or ".json.unreadable-" in name


def _children(folder: Path) -> list[Path]:
    """Return what is in a folder; nothing where that may not be read: reading it will say so."""
    try:
        return list(folder.iterdir())
    except PermissionError:
        return []
