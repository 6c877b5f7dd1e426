"""Reads the names that Canvas, Moodle and Gradescope give to what students handed in.

- Canvas: `doejane_LATE_123_456_digits-1.ipynb`, one name for each file: the student's name without
  blanks, `LATE`, the student's id, the file's id; without a name where grading is anonymous.
  (`get_filename` in https://github.com/instructure/canvas-lms/blob/master/lib/content_zipper.rb)
- Moodle: a folder `Jane Doe_123_assignsubmission_file_` for each student, or files whose names
  begin so; 123 is the number of the participant, as in the grading worksheet.
- Gradescope: a folder `submission_123` for each, and `submission_metadata.yml`, which says whose.
- GitHub: a repository for each, cloned as `cs1-digits-jane` (Classroom 50 names them so, after the
  classroom, the assignment and the user) or as `jane`.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml  # type: ignore[import-untyped]

System = Literal["canvas", "moodle", "gradescope", ""]

CANVAS = re.compile(
    r"(?:(?!LATE_)(?P<name>\w+?)_)?(?P<late>LATE_)?(?P<id>\d+|anon_[0-9A-Za-z]+)_\d+_(?P<file>.+)",
    re.DOTALL,
)
MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_file(?:_(?P<file>.*))?", re.DOTALL)
MOODLE_TEXT = re.compile(r".+_\d+_assignsubmission_onlinetext(_.*)?", re.DOTALL)
CANVAS_TEXT = re.compile(r".*_(text|link)\.html")  # a text or a link, handed in instead of a file
RENAMED = re.compile(r"(.+)-(\d+)(\.py)")  # Canvas numbers files of the same name
GRADESCOPE = re.compile(r"submission_(?P<id>\d+)")
METADATA = "submission_metadata.yml"
REPOSITORY = re.compile(  # the first `digits-`: whatever comes behind it the user may have chosen
    r"(?:digits-|.*?-digits-)(?P<user>.+)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class Person:
    """A student, as far as a file's name or Gradescope's metadata say."""

    name: str
    ids: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True)
class HandIn:
    """Who handed something in, and where; `file` is what they called it themselves.

    `late` says whether it was late, `at` when it was handed in, where the LMS says so. `given` is
    the whole name of the file or folder, as it was downloaded.
    """

    people: tuple[Person, ...]
    system: System = ""
    file: str = ""
    late: bool | None = None
    at: str = ""
    given: str = ""

    @property
    def name(self) -> str:
        """The names of the students, as a result is called."""
        return ", ".join(person.name for person in self.people)


def in_utf8(name: str) -> str:
    """Return a file's name with marks in the place of bytes that are no UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def caseless(name: str) -> str:
    """Return a name as it is compared: capitals do not count, nor the two forms of accents."""
    return unicodedata.normalize("NFC", name).casefold()


def understand(name: str) -> HandIn:
    """Return who handed in a file or folder, by its name without ending."""
    name = unicodedata.normalize("NFC", in_utf8(name))  # macOS writes an accent after its letter
    if found := MOODLE.fullmatch(name):
        person = Person(" ".join(found["name"].split()), (found["id"],))
        return HandIn((person,), "moodle", found["file"] or "")
    if found := CANVAS.fullmatch(name):
        person = Person(found["name"] or found["id"], (found["id"],))
        return HandIn((person,), "canvas", found["file"], bool(found["late"]))
    return HandIn((Person(name),))


def original_name(file: str) -> tuple[str, int]:
    """Return `models.py` and 2 for `models-2.py`, as Canvas calls a second one."""
    found = RENAMED.fullmatch(file)
    return (found[1] + found[3], int(found[2])) if found else (file, 0)


def identify(path: Path) -> HandIn:
    """Return who handed in the submission at `path`, by Gradescope's metadata or by its name.

    The user of a cloned repository is in the name that the teacher gave it; what stands in the
    repository is the student's.
    """
    found = GRADESCOPE.fullmatch(path.name)
    if found and (path.parent / METADATA).is_file():
        about = _folders(path.parent / METADATA).get(path.name)
        people = tuple(_people(about)) or (Person(path.name),)
        return HandIn(people, "gradescope", at=_created(about))
    known = understand(path.name)
    if known.system or not (path / ".git").exists():
        return known
    whole = REPOSITORY.fullmatch(in_utf8(path.name))
    user = whole["user"] if whole else in_utf8(path.name)
    return HandIn((Person(user, (user,)),))


@cache
def _folders(path: Path) -> dict[str, Any]:
    """Return what a file `submission_metadata.yml` says about every folder."""
    try:
        # Every number and date is text, so that an id 0042 keeps its zeros.
        tree = yaml.load(path.read_bytes(), yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(folder): about for folder, about in tree.items()} if isinstance(tree, dict) else {}


def _created(about: Any) -> str:
    """Return when a submission was made, in UTC where that is written, too."""
    at = about.get(":created_at") if isinstance(about, dict) else None
    return _text(at.get("utc") or at.get("time")) if isinstance(at, dict) else _text(at)


def _people(about: Any) -> Iterator[Person]:
    """Yield the students of a submission; Gradescope writes Ruby: `:submitters: [{:name: …}]`."""
    listed = about.get(":submitters") if isinstance(about, dict) else None
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict):
            name, sid, email = (_text(one.get(key)) for key in (":name", ":sid", ":email"))
            yield Person(name or email or sid, (sid,) if sid else (), email)


def _text(value: Any) -> str:
    return value if isinstance(value, str) and value not in ("~", "null") else ""
