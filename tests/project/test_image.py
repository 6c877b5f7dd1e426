"""The image for graders: the steps of its Dockerfile in a scratch root, and grading there."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.rubric.rubric import Rubric
from support import ROOT, SOLUTION, image
from support.grades import full_marks

GRADER = 1000  # the user of the image


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[image.Image]:
    if reason := image.missing():
        pytest.skip(reason)
    with image.Image(tmp_path_factory.mktemp("image")) as made:
        made.build()
        yield made


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """A folder that belongs to the user of the image, with the reference in it."""
    folder = tmp_path / "class"
    shutil.copytree(SOLUTION / "digits", folder / "ada" / "digits")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, GRADER, GRADER)
    return folder


def graded(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "results" / "ada.json").read_text("utf-8")))


@pytest.mark.slow
def test_an_ordinary_user_grades_at_the_best_level_where_namespaces_are_allowed(
    built: image.Image, submissions: Path, rubric: Rubric
) -> None:
    run = built.start("grade", "ada", "--out", "results", on=submissions)
    assert run.returncode == 0, run.stdout + run.stderr
    result = graded(submissions)
    assert (f"{result['score']:g}", result["extra_data"]["isolation"]) == (
        full_marks(rubric),
        "bwrap",
    )
    page = submissions / "results" / "ada.html"
    assert page.stat().st_uid == GRADER


@pytest.mark.slow
@pytest.mark.parametrize(("user", "level"), {"1000:1000": "process", "0:0": "user"}.items())
def test_without_namespaces_it_grades_at_the_level_that_the_user_allows(
    built: image.Image, submissions: Path, user: str, level: str
) -> None:
    if user == "0:0":
        submissions.chmod(0o700)
    arguments = ("grade", "ada", "--out", "results", "--only", "q3")
    run = built.start(*arguments, on=submissions, user=user, namespaces=False)
    assert run.returncode == 0, run.stdout + run.stderr
    result = graded(submissions)
    assert result["extra_data"]["isolation"] == level
    scores = {test["number"]: test["score"] for test in result["tests"] if "score" in test}
    assert scores["3.1"] > 0


def test_the_dockerfile_has_no_fault_that_a_linter_knows() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    run = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")


def test_the_context_of_the_image_has_what_its_steps_copy_and_no_more() -> None:
    admitted = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert [line for line in admitted if not line.startswith("#")] == [
        "*",
        "!README.md",
        "!autograder",
        "!data_cache/digits8x8.npz",
        "!grading.yml",
        "!locks/grading.txt",
        "!pyproject.toml",
        "!scripts/make-environment",
        "!setup.py",
        "**/__pycache__",
    ]
