"""The folder for Classroom 50: an `autograder.py` that makes the self-checks, and what it needs.

It belongs into the config repository, as `CLASSROOM/autograders/ASSIGNMENT/`. Whoever has its
address can read it, so it holds nothing but what students have.
(https://github.com/foundation50/classroom50/wiki/Advanced-Autograding)
"""

from collections.abc import Mapping
from pathlib import Path

from ..files import json_bytes, write_tree
from ..rubric.rubric import Rubric
from . import classroom50_autograder
from .github import PYTHON

FOLDER = "classroom50"
RUNTIME = "runtime.json"  # for `gh teacher assignment add --runtime`
COPIED = ("pytest.ini", "requirements.txt")
SCALES = (1, 2, 4, 5, 10, 20, 100)  # Classroom 50 takes whole points only


def write_classroom50(assignment: Mapping[str, bytes], rubric: Rubric, out: Path) -> Path:
    """Write the folder `classroom50` in the folder `out`, whole or not at all; return its path.

    `assignment` has the files that students receive. An earlier folder goes.
    """
    write_tree(out / FOLDER, classroom50_files(assignment, rubric))
    return out / FOLDER


def classroom50_files(assignment: Mapping[str, bytes], rubric: Rubric) -> dict[str, bytes]:
    """Return the content of every file of the folder, by its path in it."""
    files = {"autograder.py": Path(classroom50_autograder.__file__).read_bytes()}
    files[classroom50_autograder.CHECKS] = json_bytes(_checks(rubric))
    files[RUNTIME] = json_bytes({"python": PYTHON})
    for name, data in assignment.items():
        if name.startswith("tests/") or name in COPIED:
            files[name] = data
    return dict(sorted(files.items()))


def _checks(rubric: Rubric) -> list[dict[str, object]]:
    """Return the public checks, with points that are whole numbers."""
    public = [check for check in rubric.checks if check.group == "public"]
    whole = (n for n in SCALES if all(float(one.points * n).is_integer() for one in public))
    scale = next(whole, SCALES[-1])
    return [
        {
            "question": one.question,
            "name": one.name,
            "title": f"{one.number} {one.title}",
            "points": round(one.points * scale),
        }
        for one in public
    ]
