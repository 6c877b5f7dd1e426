"""Writes the archive that an instructor uploads to Gradescope.

It holds the grader's packages, but for those that grade nothing, and what it reads. The reference
and this repository's tests stay here.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from ..files import json_bytes, write_zip

ARCHIVE = "gradescope.zip"
PROGRAMS = ("setup.sh", "run_autograder")  # Gradescope looks for them at the top
COPIED = ("grading.yml", "data_cache/digits8x8.npz", "LICENSE")
LEFT_OUT = {"cli", "quality"}  # packages that grade nothing, and quote the reference
NO_RESULT_YET = {  # results.json for as long as the grader has not finished
    "score": 0,
    "output": (
        "The grader did not finish, so this is not your score. It is not your mistake: please tell"
        " your instructor, who can have it graded again."
    ),
    "output_format": "text",
    "stdout_visibility": "hidden",
    "tests": [],
}


def write_gradescope(root: Path, out: Path, data: Mapping[str, bytes] | None = None) -> Path:
    """Write `gradescope.zip`, made from the project in the folder `root`, in the folder `out`.

    `data` are the files of a dataset of one's own, by path. Returns the archive's path. The same
    project gives the same bytes.
    """
    return write_zip(out / ARCHIVE, gradescope_files(root) | dict(data or {}), PROGRAMS)


def gradescope_files(root: Path) -> dict[str, bytes]:
    """Return the content of every file of the archive, by its path in it."""
    grader = root / "autograder"
    files = {name: (grader / "gradescope" / name).read_bytes() for name in PROGRAMS}
    files |= {name: (root / name).read_bytes() for name in COPIED}
    for path in sorted([*grader.rglob("*.py"), *grader.rglob("*.po")]):
        if path.relative_to(grader).parts[0] not in LEFT_OUT:
            files[path.relative_to(root).as_posix()] = path.read_bytes()
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    files["requirements.txt"] = "".join(f"{line}\n" for line in project["dependencies"]).encode()
    files["unfinished.json"] = json_bytes(NO_RESULT_YET)
    return dict(sorted(files.items()))
