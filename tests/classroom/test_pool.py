"""Graders side by side: every submission graded once, also when a process is lost."""

import os
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.pool import PoolError, SubmissionTask, Task, run_in_parallel
from autograder.grading.grader import USUAL_OPTIONS
from autograder.grading.setup import Options
from autograder.results.grade import Grade


class _Grader:
    """Stands in for a grader: what happens at a submission is in its file."""

    def __init__(self, seed: int, log: Path) -> None:
        self.seed = seed
        self.log = log

    def __enter__(self) -> "_Grader":
        return self

    def __exit__(self, *error: object) -> None:
        with open(self.log, "a") as log:
            log.write("closed\n")

    def grade(self, path: Path, name: str, options: Options, report: Any) -> Grade:
        report("q1")
        orders = path.read_text().split()
        if "die" in orders or ("die-once" in orders and not path.with_suffix(".died").exists()):
            path.with_suffix(".died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        seed = self.seed if options.seed is None else options.seed
        return Grade(name, "", (), seed, "none", str(os.getpid()), 0.0, ())


def _lost(task: Task[Grade]) -> Grade:
    return Grade(task.name, "lost", (), 0, "none", "", 0.0, ())


def _tasks(folder: Path, *orders: str, options: Options = USUAL_OPTIONS) -> list[SubmissionTask]:
    tasks = [
        SubmissionTask(folder / f"{number}", f"s{number}", options) for number in range(len(orders))
    ]
    for task, order in zip(tasks, orders, strict=True):
        task.path.write_text(order)
    return tasks


def test_every_submission_is_graded_once_by_as_many_processes_as_asked(tmp_path: Path) -> None:
    make_grader = partial(_Grader, 3, tmp_path / "log")
    reports: list[tuple[str, str]] = []
    grades = list(
        run_in_parallel(
            make_grader, _tasks(tmp_path, *"123456"), 2, _lost, lambda *what: reports.append(what)
        )
    )
    assert sorted(grade.name for grade in grades) == [f"s{number}" for number in range(6)]
    assert len({grade.isolation for grade in grades}) <= 2
    assert sorted(reports) == [(f"s{number}", "q1") for number in range(6)]
    assert {grade.seed for grade in grades} == {3}
    assert (tmp_path / "log").read_text() == "closed\n" * 2


def test_a_submission_may_have_a_seed_of_its_own(tmp_path: Path) -> None:
    make_grader = partial(_Grader, 3, tmp_path / "log")
    own = _tasks(tmp_path, "", options=Options(seed=8))
    usual = SubmissionTask(own[0].path, "usual")
    grades = run_in_parallel(make_grader, [*own, usual], 1, _lost)
    assert {grade.name: grade.seed for grade in grades} == {"s0": 8, "usual": 3}


def _sign(grade: Grade) -> Grade:
    """Write the process down."""
    return replace(grade, data=str(os.getpid()))


def test_a_grade_is_finished_where_it_was_made(tmp_path: Path) -> None:
    tasks = [replace(one, finish=_sign) for one in _tasks(tmp_path, "", "")]
    grades = list(run_in_parallel(partial(_Grader, 3, tmp_path / "log"), tasks, 2, _lost))
    assert [grade.data for grade in grades] == [grade.isolation for grade in grades]
    assert str(os.getpid()) not in {grade.data for grade in grades}


def test_a_submission_whose_process_is_lost_is_graded_by_another(tmp_path: Path) -> None:
    make_grader = partial(_Grader, 3, tmp_path / "log")
    tasks = _tasks(tmp_path, "", "die-once", "", "")
    grades = list(run_in_parallel(make_grader, tasks, 2, _lost))
    assert sorted(grade.name for grade in grades) == ["s0", "s1", "s2", "s3"]
    assert not any(grade.title for grade in grades)


def test_a_submission_that_loses_every_process_is_given_up_and_the_others_are_not(
    tmp_path: Path,
) -> None:
    make_grader = partial(_Grader, 3, tmp_path / "log")
    grades = list(run_in_parallel(make_grader, _tasks(tmp_path, "", "die", ""), 2, _lost))
    assert {grade.name: grade.title for grade in grades} == {"s0": "", "s1": "lost", "s2": ""}


def _fail() -> Any:
    raise RuntimeError("there is no sandbox")


def test_a_grader_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    with pytest.raises(PoolError, match="there is no sandbox"):
        list(run_in_parallel(_fail, _tasks(tmp_path, ""), 1, _lost))
