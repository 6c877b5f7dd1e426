"""GitHub: the self-checks on every push, the development container, the link to Colab."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from autograder.intake.submissions import read_submission
from autograder.release.assignment import COPIED, assignment_files, fill_in, write_assignment
from autograder.release.github import (
    WORKFLOW,
    checks_workflow,
    colab_link,
    is_repository,
    linked_repository,
)
from autograder.rubric.rubric import Rubric
from support import CHECKS, ROOT, SOLUTION
from support.rubrics import project_rubric

RUBRIC = project_rubric()
DEVCONTAINER = ".devcontainer/devcontainer.json"


@pytest.fixture
def workflow(tmp_path: Path) -> Path:
    path = tmp_path / WORKFLOW
    path.parent.mkdir(parents=True)
    path.write_text(checks_workflow(RUBRIC), "utf-8")
    return path


def steps_of(rubric: Rubric) -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(checks_workflow(rubric))["jobs"].values()
    steps: list[dict[str, Any]] = job["steps"]
    return steps


def commands_of(rubric: Rubric) -> dict[str, str]:
    """The command that checks each question, by the question's id."""
    steps = [step for step in steps_of(rubric) if re.match(r"q\d+: ", step["name"])]
    return {step["name"].split(":")[0]: step["run"] for step in steps}


# The self-checks


def test_every_question_is_checked_in_a_step_of_its_own() -> None:
    assert list(commands_of(RUBRIC)) == ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]


def test_a_question_without_public_checks_is_left_out() -> None:
    first = RUBRIC.questions[0]
    none = replace(first, id="q9", checks=tuple(c for c in first.checks if c.group == "hidden"))
    assert list(commands_of(replace(RUBRIC, questions=(first, none)))) == ["q1"]


def test_a_failing_question_does_not_keep_the_next_from_being_checked() -> None:
    steps = [step for step in steps_of(RUBRIC) if step["name"].startswith("q")]
    assert {step["if"] for step in steps} == {"${{ !cancelled() }}"}


def test_nothing_in_it_is_from_the_service_that_was_shut_down() -> None:
    assert "classroom" not in checks_workflow(RUBRIC).lower()


def test_the_commands_select_the_checks_of_one_question(tmp_path: Path) -> None:
    folder = tmp_path / "assignment"
    write_assignment(SOLUTION, CHECKS, RUBRIC, folder)
    program, *words = commands_of(RUBRIC)["q1"].split()
    assert program == "python"
    run = subprocess.run(
        [sys.executable, *words, "--collect-only", "-qq"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    public = [check for check in RUBRIC.questions[0].checks if check.group == "public"]
    assert re.findall(r"test_(q\d)\.py: (\d+)", run.stdout) == [("q1", str(len(public)))]


def test_the_workflow_fits_githubs_schema(workflow: Path) -> None:
    if not find_spec("check_jsonschema"):
        pytest.skip("check-jsonschema is not installed: pip install --editable '.[dev]'")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    fits = [*command, "vendor.github-workflows", str(workflow)]
    subprocess.run(fits, check=True)
    workflow.write_text(workflow.read_text("utf-8").replace("runs-on", "run-on"), "utf-8")
    assert subprocess.run(fits, capture_output=True, check=False).returncode == 1


def test_the_workflow_is_as_actionlint_likes_it(workflow: Path) -> None:
    if not shutil.which("actionlint"):
        pytest.skip("actionlint is not installed")
    subprocess.run(["actionlint", str(workflow)], check=True)


# Codespaces


def test_the_container_installs_what_the_assignment_needs() -> None:
    settings = json.loads((SOLUTION / DEVCONTAINER).read_text("utf-8"))
    assert settings["postCreateCommand"] == "pip install -r requirements.txt"
    version = tuple(map(int, re.findall(r"\d+", settings["image"])))
    assert version >= (3, 11)
    assert {DEVCONTAINER, "requirements.txt"} <= {*COPIED}


# Colab


def test_the_badge_opens_the_notebook_of_the_repository() -> None:
    badge = colab_link("ada/digits.2026")
    assert badge.startswith("[![Open In Colab](https://colab.research.google.com/assets/")
    target = "https://colab.research.google.com/github/ada/digits.2026/blob/main/digits.ipynb"
    assert badge.endswith(f"]({target})")
    assert linked_repository(f"# Digits\n\n{badge}\n") == "ada/digits.2026"


def test_without_a_repository_there_is_no_badge() -> None:
    sentence = colab_link(None)
    assert "badge" not in sentence and "digits.ipynb" in sentence and sentence.endswith(".")
    assert linked_repository(sentence) is None
    assert "colab-badge" not in assignment_files(SOLUTION, CHECKS, RUBRIC)["README.md"].decode()


def test_the_handout_has_the_badge_of_the_release() -> None:
    handout = assignment_files(SOLUTION, CHECKS, RUBRIC, "ada/digits")["README.md"].decode()
    assert linked_repository(handout) == "ada/digits"
    assert fill_in("{{colab}}", "", RUBRIC, "ada/digits") == colab_link("ada/digits")


@pytest.mark.parametrize("name", ["ada/digits", "a-b/c.d_e-f", "A1/x"])
def test_names_that_github_allows(name: str) -> None:
    assert is_repository(name)


@pytest.mark.parametrize(
    "name", ["ada", "ada/", "/digits", "ada/../x", "ada/..", "-a/b", "a--b/c", "a/b c", "a/b)", ""]
)
def test_names_that_are_no_repository(name: str) -> None:
    assert not is_repository(name)


# The student's folder


def test_what_is_for_github_is_in_the_folder_and_not_in_what_is_graded(tmp_path: Path) -> None:
    folder = tmp_path / "assignment"
    write_assignment(SOLUTION, CHECKS, RUBRIC, folder)
    assert (folder / WORKFLOW).is_file() and (folder / DEVCONTAINER).is_file()
    graded = read_submission(folder).files
    assert "digits/models.py" in graded
    assert not [name for name in graded if name.startswith(".")]


def test_no_host_of_a_registry_is_named() -> None:
    text = checks_workflow(RUBRIC) + (SOLUTION / DEVCONTAINER).read_text("utf-8")
    text += "".join(
        (ROOT / "autograder" / "gradescope" / name).read_text("utf-8")
        for name in ("setup.sh", "run_autograder")
    )
    assert not re.findall(r"https?://|[\w.]+\.(?:com|io)/", text)
