"""A class is written down as it is graded: each result at once, the table of all often enough."""

import csv
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from autograder.classroom import batch
from autograder.classroom.batch import CannotGoOn, Steps, ToGrade, grade_batch
from autograder.classroom.pool import SubmissionTask
from autograder.intake.classes import LeftOut
from autograder.results.grade import Grade


def batch_of(folder: Path, count: int) -> ToGrade:
    """As many submissions, which nobody reads here, with results in `folder`."""
    names = [f"s{number:02}" for number in range(count)]
    return ToGrade([SubmissionTask(folder / name, name) for name in names], folder)


def grading(
    stop_at: int | None = None,
) -> Callable[[Sequence[SubmissionTask]], Generator[Grade, None, None]]:
    """Grade tasks with no check at all, until somebody presses Ctrl-C."""

    def grade_tasks(tasks: Sequence[SubmissionTask]) -> Generator[Grade, None, None]:
        for number, task in enumerate(tasks):
            if number == stop_at:
                raise KeyboardInterrupt
            yield Grade(task.name, "", (), 0, "none", "", 0.0, ())

    return grade_tasks


def listed(out: Path) -> list[str]:
    """The names in grades.csv."""
    return [row["name"] for row in csv.DictReader((out / "grades.csv").read_text().splitlines())]


@pytest.fixture
def slow_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A table that takes ever longer to write, on a clock that only that moves; how long each
    written one was."""
    now, lengths = [100.0], []
    real = batch.write_grades_csv

    def write(out: Path, grades: Sequence[Grade], left_out: Sequence[LeftOut]) -> Path:
        now[0] += len(grades)
        lengths.append(len(grades))
        return real(out, grades, left_out)

    monkeypatch.setattr(batch, "write_grades_csv", write)
    monkeypatch.setattr(batch.time, "monotonic", lambda: now[0])
    yield lengths


def test_the_table_is_not_written_again_and_again_but_whole_at_the_end(
    tmp_path: Path, slow_table: list[int]
) -> None:
    grade_batch(batch_of(tmp_path, 30), grading())
    assert slow_table == [1, 30]
    assert len(listed(tmp_path)) == len(list(tmp_path.glob("*.json"))) == 30


def test_the_table_holds_all_that_was_graded_before_an_interruption(
    tmp_path: Path, slow_table: list[int]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        grade_batch(batch_of(tmp_path, 9), grading(stop_at=5))
    assert listed(tmp_path) == ["s00", "s01", "s02", "s03", "s04"]
    assert slow_table == [1, 5]


def test_a_table_that_cannot_be_written_at_the_end_is_said_and_costs_no_grade(
    tmp_path: Path, slow_table: list[int]
) -> None:
    def block(grade: Grade) -> None:
        if grade.name == "s02":
            (tmp_path / "grades.csv").unlink()
            (tmp_path / "grades.csv").mkdir()
            (tmp_path / "grades.csv" / "in the way").touch()

    with pytest.raises(CannotGoOn, match="are there are whole; grades"):
        grade_batch(batch_of(tmp_path, 3), grading(), Steps(after=block))
    assert len(list(tmp_path.glob("*.json"))) == 3


def test_where_nothing_was_graded_no_table_is_written(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        grade_batch(batch_of(tmp_path, 2), grading(stop_at=0))
    assert list(tmp_path.iterdir()) == []


def test_what_belongs_to_a_grade_is_made_before_the_grade_is_written(tmp_path: Path) -> None:
    seen: list[tuple[str, bool]] = []

    def look(when: str, grade: Grade) -> None:
        seen.append((when, (tmp_path / f"{grade.name}.json").exists()))

    steps = Steps(before=partial(look, "before"), after=partial(look, "after"))
    grade_batch(batch_of(tmp_path, 2), grading(), steps)
    assert seen == [("before", False), ("after", True)] * 2
