"""Grades of an earlier run: they hold while what they depend on is the same, and can be merged."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.datasets.catalogue import load
from autograder.probing.student_error import Cause
from autograder.report.live import Board, _duration
from autograder.results.grade import CheckResult, Grade
from support import ROOT

Run = Callable[..., Any]
Submit = Callable[..., Path]


@pytest.fixture(scope="module")
def digits() -> Any:
    return load("sample")


def graded(rubric: Any, key: str, name: str = "ada", seed: int = 5) -> Any:
    """A grade with hints of all kinds, as it comes from a run."""

    results = [CheckResult(check, "passed") for check in rubric.checks]
    hint, details = "Look at\n\nthe sizes.", "data.py\n\nline 3"
    results[1] = CheckResult(rubric.checks[1], "failed", hint, details, Cause.RAISED)
    results[2] = CheckResult(rubric.checks[2], "failed", "", "line 3", Cause.TIME)
    results[3] = CheckResult(rubric.checks[3], "failed", "Look again.")
    return Grade(
        name=name, title=rubric.title, results=tuple(results), seed=seed, data="sample",
        isolation="bwrap", seconds=3.0, questions=rubric.questions, note="A notebook was graded.",
        accuracies={"q2": 0.875}, fingerprints={"q2": key},
    )  # fmt: skip


# The board


def board(width: int = 80) -> tuple[Any, list[float], StringIO]:
    """A board for ten submissions, with a clock that can be set."""

    now, text = [100.0], StringIO()
    shown = Board(Console(file=text, width=width), lambda: now[0])
    shown.start(10)
    return shown, now, text


def test_elsewhere_than_on_a_terminal_there_is_a_line_for_each_grade(rubric: Any) -> None:
    shown, _, text = board()
    with closing(shown):
        shown.begin_question("ada", "q1")
        shown.end_submission(graded(rubric, "1", name="[red]ada"))
    assert text.getvalue() == "[red]ada: 104 points, 3.0 s\n"


def test_the_board_says_who_is_running_for_how_long_and_what_is_left(rubric: Any) -> None:
    shown, now, text = board()
    shown.begin_question("bob", "q1")
    now[0] += 4
    shown.begin_question("bob", "q2")
    shown.begin_question("cy", "q1")
    now[0] += 2
    shown.end_submission(graded(rubric, "1", name="cy"))
    text.truncate(0)
    shown.console.print(shown.table())
    message = text.getvalue()
    assert "bob" in message and "q2" in message and "2 s of 6 s" in message and "cy" not in message
    assert "1 of 10 graded; 10 a minute; about 54 s left" in message


@pytest.mark.parametrize(
    ("seconds", "message"),
    [(7, "7 s"), (65, "1 min 05 s"), (3600, "1 h 00 min"), (9000, "2 h 30 min")],
)
def test_times_are_said_as_people_say_them(seconds: float, message: str) -> None:
    assert _duration(seconds) == message


# The command


@pytest.mark.slow
def test_the_extra_question_alone_has_pages_and_no_link_leads_to_one_that_was_not_written(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grade(out: Path) -> str:
        result = run("grade", ROOT / "solution", "--only", "q7", "--out", out)
        assert result.exit_code == 0, result.output
        return result.output

    assert "index.html" in grade(tmp_path / "one")
    assert (tmp_path / "one" / "index.html").exists()

    def broken(*_: Any) -> None:
        raise RuntimeError("of ours")

    monkeypatch.setattr("autograder.classroom.run.write_class_page", broken)
    message = grade(tmp_path / "two")
    assert "the page of the class could not be written: RuntimeError('of ours')" in message
    assert "index.html" not in message


@pytest.mark.slow
def test_a_second_run_grades_only_what_has_changed_and_one_question_alone_is_merged(
    tmp_path: Path, run: Run, submit: Submit, rubric: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = tuple(one for one in rubric.questions if one.id in ("q1", "q3", "q5", "q7"))
    monkeypatch.setattr(
        "autograder.classroom.plan.load_rubric", lambda *_, **__: replace(rubric, questions=quick)
    )
    points = {one.id: one.points for one in quick}
    whole = points["q1"] + points["q3"] + points["q5"]
    out = tmp_path / "results"
    for name in ("ada", "bob"):
        path = submit(f"class/{name}", experiments="from .data import nothing\n")

    def grade(*options: str) -> str:
        result = run("grade", path.parent, "--out", out, *options)
        assert result.exit_code == 0, result.output
        return result.output

    grade("--seed", "3")
    first = {name: (out / f"{name}.json").read_bytes() for name in ("ada", "bob")}
    assert "2 of 2 grades hold from before" in grade()
    assert {name: (out / f"{name}.json").read_bytes() for name in first} == first
    (path / "digits" / "evaluation.py").unlink()
    result = run("grade", path.parent, "--out", out)
    assert result.exit_code == 2 and "add --yes" in result.output  # no terminal to ask on
    assert {name: (out / f"{name}.json").read_bytes() for name in first} == first
    assert "1 grade would change: 0 up, 1 down" in grade("--dry-run")
    again = grade("--yes")
    assert "2 of 2 grades hold" in again
    document = json.loads((out / "bob.json").read_text())
    assert document["score"] == whole - points["q5"]
    (path / "digits" / "evaluation.py").write_text("x = 1\n")
    again = grade()
    assert "1 of 2 grades hold from before" in again
    assert f"bob: {whole - points['q5']:g} points" in again and "ada: " not in again
    grade("--only", "q3")
    assert json.loads((out / "ada.json").read_text())["extra_data"]["seed"] == 3
    document = json.loads((out / "bob.json").read_text())
    assert document["score"] == whole - points["q5"]
    assert len(document["tests"]) == sum(len(one.checks) for one in quick)
    assert "2 of 2 grades hold" in grade()
    assert f"ada: {whole:g} points" in grade("--fresh")
