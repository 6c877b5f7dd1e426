"""Classroom 50: the folder for its config repository, and cloned repositories."""

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from autograder.classroom.people import result_names
from autograder.intake.bulk import find_all
from autograder.intake.submissions import read_submission, who_handed_in
from autograder.release.assignment import assignment_files
from autograder.release.classroom50 import classroom50_files, write_classroom50
from support import CHECKS, SOLUTION
from support.release import quotations
from support.rubrics import project_rubric

RUBRIC = project_rubric()
RUNNER = {  # what Classroom 50's runner sets
    "CLASSROOM": "cs1",
    "ASSIGNMENT": "digits",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://github.com/o/cs1-digits-jane/commit/a1",
    "RELEASE_URL": "https://github.com/o/cs1-digits-jane/releases/tag/submit%2F2026",
}


@pytest.fixture(scope="module")
def assignment() -> dict[str, bytes]:
    return assignment_files(SOLUTION, CHECKS, RUBRIC)


# The folder


def test_the_folder_holds_nothing_that_students_do_not_have(assignment: dict[str, bytes]) -> None:
    files = classroom50_files(assignment, RUBRIC)
    own = {"autograder.py", "checks.json", "runtime.json"}
    assert own <= files.keys()
    assert {name: files[name] for name in files.keys() - own} == {
        name: data
        for name, data in assignment.items()
        if name.startswith("tests/") or name in ("pytest.ini", "requirements.txt")
    }
    text = b"\n".join(files[name] for name in own).decode()
    hidden = [check for check in RUBRIC.checks if check.group == "hidden"]
    assert hidden
    listed = [(one["question"], one["name"]) for one in json.loads(files["checks.json"])]
    assert not [c.name for c in hidden if (c.question, c.name) in listed or c.title in text]
    assert quotations(files) == []


def test_points_are_whole_numbers_and_those_of_the_public_checks() -> None:
    def points(*scores: float) -> list[int]:
        public = [c for c in RUBRIC.questions[0].checks if c.group == "public"][: len(scores)]
        both = zip(public, scores, strict=True)
        checks = tuple(replace(check, points=score) for check, score in both)
        question = replace(RUBRIC.questions[0], checks=checks)
        files = classroom50_files({}, replace(RUBRIC, questions=(question,)))
        return [one["points"] for one in json.loads(files["checks.json"])]

    assert points(2, 3) == [2, 3]
    assert points(2.5, 1) == [5, 2]
    assert points(0.25, 1.2) == [5, 24]
    checks = json.loads(classroom50_files({}, RUBRIC)["checks.json"])
    public = [check for check in RUBRIC.checks if check.group == "public"]
    assert [(c["question"], c["name"]) for c in checks] == [(c.question, c.name) for c in public]


# autograder.py


@pytest.fixture
def autograder(
    tmp_path: Path, assignment: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, Any]]:
    """Run autograder.py in a checkout with this package, for q3 only; nothing is installed."""
    folder = write_classroom50(assignment, RUBRIC, tmp_path)
    checks = [c for c in json.loads((folder / "checks.json").read_text()) if c["question"] == "q3"]
    (folder / "checks.json").write_text(json.dumps(checks), "utf-8")
    module = _load(folder / "autograder.py")
    run = subprocess.run

    def without_pip(command: list[str], **options: Any) -> Any:
        installs = "pip" in command
        assert not installs or command[-1] == str(folder / "requirements.txt")
        return None if installs else run(command, **options)

    monkeypatch.setattr(module.subprocess, "run", without_pip)
    for name, value in RUNNER.items():
        monkeypatch.setenv(name, value)

    def start(source: str | None) -> dict[str, Any]:
        checkout = tmp_path / "checkout"
        shutil.copytree(SOLUTION / "digits", checkout / "digits", dirs_exist_ok=True)
        if source is not None:
            (checkout / "digits" / "costs.py").write_text(source, "utf-8")
        # the student's own checks do not count
        (checkout / "tests" / "checks").mkdir(parents=True, exist_ok=True)
        (checkout / "tests" / "checks" / "test_q3.py").write_text("def test_x(): pass\n")
        monkeypatch.chdir(checkout)
        module.main()
        written: dict[str, Any] = json.loads((checkout / "result.json").read_text("utf-8"))
        return written

    return start


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("classroom50_under_test", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_result_is_as_the_contract_says(autograder: Callable[..., dict[str, Any]]) -> None:
    result = autograder(None)
    texts = ["schema", "classroom", "assignment", "submission", "commit", "release", "review"]
    assert list(result) == [*texts, "datetime", "score", "max-score", "tests"]
    assert [result[name] for name in texts] == [
        "classroom50/result/v1",
        *(RUNNER[name] for name in ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG")),
        *(RUNNER["COMMIT_URL"], RUNNER["RELEASE_URL"], RUNNER["COMMIT_URL"]),
    ]
    assert len(result["datetime"]) == len("2026-06-01T14:32:01Z") and result["datetime"][-1] == "Z"
    public = [c for c in RUBRIC.checks if c.question == "q3" and c.group == "public"]
    assert [test["test-name"] for test in result["tests"]] == [
        f"{check.number} {check.title}" for check in public
    ]
    for test in result["tests"]:
        assert set(test) == {"test-name", "passed", "score", "max-score"}
        assert test["passed"] is True and type(test["score"]) is int
    assert result["score"] == result["max-score"] == sum(t["score"] for t in result["tests"]) > 0


def test_a_mistake_loses_the_points_of_its_checks_only(
    autograder: Callable[..., dict[str, Any]],
) -> None:
    total = "-log_prob[range(len(labels)), labels].sum()"  # not the mean
    result = autograder(f"def cost_function(log_prob, labels):\n    return {total}\n")
    public = [c for c in RUBRIC.checks if c.question == "q3" and c.group == "public"]
    both = list(zip(public, result["tests"], strict=True))
    assert {check.name for check, test in both if not test["passed"]} == {
        "test_known_cost",
        "test_extremes",
    }
    assert [test["score"] for check, test in both] == [
        check.points if test["passed"] else 0 for check, test in both
    ]
    assert 0 < result["score"] == sum(test["score"] for _, test in both) < result["max-score"]
    broken = autograder("def cost_function(:\n")
    assert (broken["score"], broken["max-score"]) == (0, result["max-score"])


# Cloned repositories


def test_what_an_lms_has_named_is_its_students_whatever_they_put_into_it(tmp_path: Path) -> None:
    path = tmp_path / "Jane digits-bob_12_assignsubmission_file_"
    (path / ".git").mkdir(parents=True)
    (person,) = who_handed_in(path).people
    assert (person.name, person.ids) == ("Jane digits-bob", ("12",))


@pytest.mark.parametrize(
    ("folder", "user"),
    [
        ("cs1-digits-jane-doe", "jane-doe"),
        ("CS-2026-digits-jane", "jane"),
        ("digits-jane", "jane"),
        ("jane-doe", "jane-doe"),
        ("cs1-digits-digits-jane", "digits-jane"),
        ("cs1-hw1-jane", "cs1-hw1-jane"),  # an assignment by another name
    ],
)
def test_a_clone_is_called_by_its_user(tmp_path: Path, folder: str, user: str) -> None:
    path = tmp_path / folder
    (path / ".git").mkdir(parents=True)
    (person,) = who_handed_in(path).people
    assert (person.name, person.ids) == (user, (user,))
    (path / ".git").rmdir()
    assert who_handed_in(path).name == folder  # no clone


def test_a_folder_of_clones_is_a_class_without_what_git_and_the_classroom_have_there(
    tmp_path: Path, assignment: dict[str, bytes]
) -> None:
    clones = tmp_path / "cs1-digits_submissions_2026_12_12_T_10_00_00"
    for user in ("jane-doe", "bob"):
        clone = clones / f"cs1-digits-{user}"
        for name, data in assignment.items():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            (clone / name).write_bytes(data)
        shutil.copytree(SOLUTION / "digits", clone / "digits", dirs_exist_ok=True)
        for name in (".git/objects/data.py", ".git/config", ".classroom50.yaml", "result.json"):
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            (clone / name).write_text("owner: {username: somebody-else}\n")
    (clones / "scores.csv").write_text("username,score\n")
    found = find_all([clones], tmp_path / "scratch")
    hand_ins = [who_handed_in(path) for path in found.submissions]
    assert result_names(found.submissions, hand_ins) == ["bob", "jane-doe"]
    assert [one.name for one in found.left_out] == ["scores.csv"]
    files = read_submission(found.submissions[0]).files
    assert "digits/costs.py" in files and not [name for name in files if ".git" in name]
    assert b"NotImplementedError" not in files["digits/costs.py"]
