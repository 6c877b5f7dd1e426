"""Otter's archive holds the words of hidden checks, in the language of the assignment."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.otter.release import grading_files
from support import CHECKS
from support.rubrics import project_rubric

SAY = """
import json
from kit.checking.hints.graded import GRADED
print(json.dumps(GRADED.hint({"hint": "q7.num-hidden-of-a-row", "name": "x", "found": 8}).line))
"""


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "The row for x holds the numbers of a network of 8 hidden units."),
        ("de", "Die Zeile für x enthält die Zahlen eines Netzes mit 8 verborgenen Einheiten."),
    ],
)
def test_the_archive_says_what_a_hidden_check_says(
    tmp_path: Path, language: str, line: str
) -> None:
    rubric = project_rubric(language)
    for name, content in grading_files(CHECKS, rubric).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", SAY], cwd=tmp_path / "tests", capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.stderr == ""
    assert json.loads(done.stdout).startswith(line)
