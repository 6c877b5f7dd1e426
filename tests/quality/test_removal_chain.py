"""Questions are removed one after the other, and what is left is whole each time."""

import json
import re
import shutil
from pathlib import Path

import pytest

from support.own_data import copy_for_own_data
from support.tree import run

POINTS = re.compile(r"are worth ([\d.]+) points together; they must make 100\.")
QUESTIONS = ("q1", "q2", "q3", "q4", "q5", "q6", "q7")


def _remove(root: Path, question: str) -> None:
    """Remove a question, and give its points to the first check, as a teacher would to several."""
    done = run(root, "-m", "autograder.cli", "remove", "question", question)
    missing = POINTS.search(done.stderr)
    if missing:
        assert f"{question} is out, but the assignment cannot be released yet" in done.stderr
        assert "to decide: grading.yml: the other questions are worth " in done.stdout
        grading = root / "grading.yml"
        before, questions, rest = grading.read_text("utf-8").partition("\nquestions:\n")
        first = re.compile(r"(test_\w+: )(\d+)")
        points = 100 - float(missing[1])
        rest = first.sub(lambda found: f"{found[1]}{float(found[2]) + points:g}", rest, count=1)
        grading.write_text(before + questions + rest, "utf-8")
        done = run(root, "-m", "autograder.cli", "release")
    assert done.returncode == 0, done.stdout + done.stderr


def _see_that_it_is_whole(root: Path, left: list[str]) -> None:
    """See that all places agree, and that reference and skeleton get what they should."""
    for command in (["doctor"], ["release", "--check"]):
        done = run(root, "-m", "autograder.cli", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    graded = run(root, "-m", "support.own_data")
    assert graded.returncode == 0, graded.stderr
    assert json.loads(graded.stdout) == {"reference": [], "skeleton": []}
    home = root / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(root / "assignment", home)
    untouched = run(home, "-m", "pytest", "-q").stdout
    failed = re.findall(r"^q\d  .+ — (.+)$", untouched, re.MULTILINE)
    assert failed and [one for one in failed if "still to be written" not in one] == []
    shutil.copytree(root / "solution" / "digits", home / "digits", dirs_exist_ok=True)
    written = run(home, "-m", "pytest", "-q").stdout
    counts = re.findall(r"^(q\d): passed (\d+) of (\d+)$", written, re.MULTILINE)
    assert [question for question, _, _ in counts] == left
    assert all(passed == total for _, passed, total in counts)


@pytest.mark.slow  # it makes the assignment thrice, and grades the reference and the skeleton
def test_what_is_left_after_several_removals_is_whole(tmp_path: Path) -> None:
    root = copy_for_own_data(tmp_path / "project")
    for question in ("q6", "q7", "q2", "q4"):
        _remove(root, question)
    _see_that_it_is_whole(root, ["q1", "q3", "q5"])


@pytest.mark.full  # minutes: it grades after each removal
@pytest.mark.parametrize(
    "order", [("q6", "q7", "q2", "q4", "q5", "q3"), ("q7", "q2", "q6", "q4", "q5", "q1")]
)
def test_each_question_can_be_removed_after_those_that_need_it(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    root = copy_for_own_data(tmp_path / "project")
    for number, question in enumerate(order, 1):
        _remove(root, question)
        _see_that_it_is_whole(root, [one for one in QUESTIONS if one not in order[:number]])
