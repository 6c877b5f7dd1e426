"""Grades of an earlier run: they hold while what they depend on is the same, and can be merged."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

Submit = Callable[..., Path]


@pytest.fixture(scope="module")
def digits() -> Any:
    from autograder.datasets.catalogue import load

    return load("sample")


def graded(rubric: Any, key: str, name: str = "ada", seed: int = 5) -> Any:
    """A grade with hints of all kinds, as it comes from a run."""
    from autograder.probing.student_error import Cause
    from autograder.results.grade import CheckResult, Grade

    results = [CheckResult(check, "passed") for check in rubric.checks]
    hint, details = "Look at\n\nthe sizes.", "data.py\n\nline 3"
    results[1] = CheckResult(rubric.checks[1], "failed", hint, details, Cause.RAISED)
    results[2] = CheckResult(rubric.checks[2], "failed", "", "line 3", Cause.TIME)
    results[3] = CheckResult(rubric.checks[3], "failed", "Look again.")
    return Grade(
        name=name, title=rubric.title, results=tuple(results), seed=seed, data="sample",
        isolation="bwrap", seconds=3.0, questions=rubric.questions, note="A notebook was graded.",
        accuracies={"q2": 0.875}, key=key,
    )  # fmt: skip


def key_of(submission: Path, rubric: Any, digits: Any) -> str:
    from autograder.grading.fingerprint import basis, key
    from autograder.intake.submissions import read_submission

    return key(basis(rubric, digits), read_submission(submission).files)


def kept(out: Path, submission: Path, rubric: Any, digits: Any) -> Any:
    from autograder.grading.fingerprint import basis, find_kept

    return find_kept(out, {"ada": submission}, rubric, basis(rubric, digits))


def test_a_grade_holds_until_the_submission_changes(
    tmp_path: Path, submit: Submit, rubric: Any, digits: Any
) -> None:
    from autograder.results.results_json import write_grade

    path = submit("ada")
    grade = graded(rubric, key_of(path, rubric, digits))
    write_grade(tmp_path, grade)
    assert kept(tmp_path, path, rubric, digits) == {"ada": grade}
    (path / "digits" / "data.py").write_text("# changed\n")
    assert kept(tmp_path, path, rubric, digits) == {}


def test_a_grade_does_not_hold_where_the_checks_grading_or_data_are_others(
    submit: Submit, rubric: Any, digits: Any
) -> None:
    path = submit("ada")
    other = replace(digits.training, labels=digits.training.labels.flip(0))
    keys = [
        key_of(path, rubric, digits),
        key_of(path, replace(rubric, digest="other"), digits),
        key_of(path, rubric, replace(digits, training=other)),
        key_of(path, rubric, replace(digits, name="other")),
    ]
    assert len(set(keys)) == 4
    assert keys[0] == key_of(path, rubric.only("q4"), digits)


def test_the_digest_of_a_rubric_is_that_of_its_file_and_of_the_checks(tmp_path: Path) -> None:
    import shutil

    from autograder.project import CHECKS, ROOT
    from autograder.rubric.rubric import load_rubric

    shutil.copytree(CHECKS, tmp_path / "checks")
    shutil.copyfile(ROOT / "grading.yml", tmp_path / "grading.yml")
    digests = [load_rubric(tmp_path / "grading.yml", tmp_path / "checks").digest]
    for name in ("grading.yml", "checks/hidden/test_q5.py"):
        with (tmp_path / name).open("a") as file:
            file.write("# changed\n")
        digests.append(load_rubric(tmp_path / "grading.yml", tmp_path / "checks").digest)
    assert len(set(digests)) == 3


def test_a_fault_of_the_graders_and_a_grade_without_key_are_made_again(
    tmp_path: Path, submit: Submit, rubric: Any, digits: Any
) -> None:
    from autograder.results.grade import CheckResult
    from autograder.results.results_json import write_grade

    path = submit("ada")
    grade = graded(rubric, key_of(path, rubric, digits))
    lost = CheckResult(rubric.checks[4], "fault", "lost")
    write_grade(tmp_path, replace(grade, results=(*grade.results[:4], lost, *grade.results[5:])))
    assert kept(tmp_path, path, rubric, digits) == {}
    write_grade(tmp_path, replace(grade, key=""))
    assert kept(tmp_path, path, rubric, digits) == {}


def test_a_submission_that_cannot_be_read_is_graded_again(
    tmp_path: Path, rubric: Any, digits: Any
) -> None:
    from autograder.results.results_json import write_grade

    path = tmp_path / "ada.zip"
    path.write_bytes(b"no archive")
    write_grade(tmp_path, graded(rubric, "1"))
    assert kept(tmp_path, path, rubric, digits) == {}


def test_questions_graded_again_take_the_place_of_what_they_were(rubric: Any) -> None:
    from autograder.grading.fingerprint import is_complete, merge
    from autograder.results.grade import CheckResult

    old = graded(rubric, "1")
    part = rubric.only("q4")
    results = tuple(CheckResult(check, "failed", "Now wrong.") for check in part.checks)
    new = replace(old, results=results, questions=part.questions, accuracies={"q4": 0.5}, seed=6)
    assert not is_complete(new, rubric)
    both = merge(old, new, rubric)
    assert is_complete(both, rubric) and [r.check for r in both.results] == rubric.checks
    assert both.total == old.total - 25
    assert both.accuracies == {"q2": 0.875, "q4": 0.5}
    assert {r.hint for r in both.results if r.check.question == "q4"} == {"Now wrong."}
    assert both.results[1] == old.results[1]


# The board


def board(width: int = 80) -> tuple[Any, list[float], StringIO]:
    """A board for ten submissions, with a clock that can be set."""
    from autograder.report.live import Board

    now, text = [100.0], StringIO()
    return Board(Console(file=text, width=width), 10, lambda: now[0]), now, text


def test_elsewhere_than_on_a_terminal_there_is_a_line_for_each_grade(rubric: Any) -> None:
    shown, _, text = board()
    with shown:
        shown.begins("ada", "q1")
        shown.ends(graded(rubric, "1", name="[red]ada"))
    assert text.getvalue() == "[red]ada: 104 points, 3.0 s\n"


def test_the_board_says_who_is_running_for_how_long_and_what_is_left(rubric: Any) -> None:
    shown, now, text = board()
    shown.begins("bob", "q1")
    now[0] += 4
    shown.begins("bob", "q2")
    shown.begins("cy", "q1")
    now[0] += 2
    shown.ends(graded(rubric, "1", name="cy"))
    text.truncate(0)
    shown.console.print(shown.table())
    said = text.getvalue()
    assert "bob" in said and "q2" in said and "2 s of 6 s" in said and "cy" not in said
    assert "1 of 10 graded; 10 a minute; about 54 s left" in said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(7, "7 s"), (65, "1 min 05 s"), (3600, "1 h 00 min"), (9000, "2 h 30 min")],
)
def test_times_are_said_as_people_say_them(seconds: float, said: str) -> None:
    from autograder.report.live import _duration

    assert _duration(seconds) == said


# The command


@pytest.mark.slow
def test_the_extra_question_alone_has_pages_and_no_link_leads_to_one_that_was_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from autograder.cli.commands import main
    from autograder.report import pages
    from support import ROOT

    def grade(out: Path) -> str:
        command = ["grade", str(ROOT / "solution"), "--only", "q7", "--out", str(out)]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
        return result.output

    assert "index.html" in grade(tmp_path / "one")
    assert (tmp_path / "one" / "index.html").exists()

    def broken(*_: Any) -> None:
        raise RuntimeError("of ours")

    monkeypatch.setattr(pages, "write_class_page", broken)
    said = grade(tmp_path / "two")
    assert "the page of the class could not be written: RuntimeError('of ours')" in said
    assert "index.html" not in said


@pytest.mark.slow
def test_a_second_run_grades_only_what_has_changed_and_one_question_alone_is_merged(
    tmp_path: Path, submit: Submit
) -> None:
    from click.testing import CliRunner

    from autograder.cli.commands import main

    out = tmp_path / "results"
    for name in ("ada", "bob"):
        path = submit(f"class/{name}", experiments="from .data import nothing\n")

    def grade(*options: str) -> str:
        result = CliRunner().invoke(
            main, ["grade", str(path.parent), "--out", str(out), "--jobs", "1", *options]
        )
        assert result.exit_code == 0, result.output
        return result.output

    grade("--seed", "3")
    first = {name: (out / f"{name}.json").read_bytes() for name in ("ada", "bob")}
    assert "2 of 2 grades hold from before" in grade()
    assert {name: (out / f"{name}.json").read_bytes() for name in first} == first
    (path / "digits" / "evaluation.py").unlink()
    again = grade()
    assert "1 of 2 grades hold from before" in again
    assert "bob: 85 points" in again and "ada: " not in again
    grade("--only", "q3")
    assert json.loads((out / "ada.json").read_text())["extra_data"]["seed"] == 3
    document = json.loads((out / "bob.json").read_text())
    assert document["score"] == 85 and len(document["tests"]) > 50
    assert "2 of 2 grades hold" in grade()
    assert "ada: 100 points" in grade("--fresh")
