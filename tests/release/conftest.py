"""What the tests of self-checks share: an assignment whose checks are stand-ins."""

import shutil
from pathlib import Path

import pytest

from autograder.release.assignment import write_assignment
from support import CHECKS, SOLUTION
from support.release import RUBRIC
from support.selfchecks import STAND_INS


@pytest.fixture
def stand_ins(tmp_path: Path) -> Path:
    """An assignment that is begun, with stand-ins for its checks."""
    folder = tmp_path / "a folder" / "assignment"
    write_assignment(SOLUTION, CHECKS, RUBRIC, folder)
    shutil.copytree(SOLUTION / "digits", folder / "digits", dirs_exist_ok=True)
    for path in (folder / "tests" / "checks").glob("test_*.py"):
        path.unlink()
    for name, text in STAND_INS.items():
        (folder / "tests" / "checks" / name).write_text(text)
    return folder
