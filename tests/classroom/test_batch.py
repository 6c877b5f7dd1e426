"""A class is written down as it is graded: each result at once, the table of all often enough."""

import csv
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from autograder.classroom import batch
from autograder.classroom.batch import ResultsError, grade_all
from autograder.classroom.pool import Task
from autograder.results.grade import Grade


def folders(folder: Path, count: int) -> list[Path]:
    """Places of as many submissions; nobody reads them here."""
    return [folder / f"s{number:02}" for number in range(count)]


def grading(stop_at: int | None = None) -> Callable[[Sequence[Task]], Generator[Grade, None, None]]:
    """Grade tasks with no check at all, until somebody presses Ctrl-C."""

    def grade_tasks(tasks: Sequence[Task]) -> Generator[Grade, None, None]:
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

    def write(out: Path, grades: Sequence[Grade]) -> Path:
        now[0] += len(grades)
        lengths.append(len(grades))
        return real(out, grades)

    monkeypatch.setattr(batch, "write_grades_csv", write)
    monkeypatch.setattr(batch.time, "monotonic", lambda: now[0])
    yield lengths


def test_the_table_is_not_written_again_and_again_but_whole_at_the_end(
    tmp_path: Path, slow_table: list[int]
) -> None:
    grade_all(grading(), folders(tmp_path, 30), tmp_path)
    assert slow_table == [1, 30]
    assert len(listed(tmp_path)) == len(list(tmp_path.glob("*.json"))) == 30


def test_the_table_holds_all_that_was_graded_before_an_interruption(
    tmp_path: Path, slow_table: list[int]
) -> None:
    paths = folders(tmp_path, 9)
    with pytest.raises(KeyboardInterrupt):
        grade_all(grading(stop_at=5), paths, tmp_path)
    assert listed(tmp_path) == [path.name for path in paths[:5]]
    assert slow_table == [1, 5]


def test_a_table_that_cannot_be_written_at_the_end_is_said_and_costs_no_grade(
    tmp_path: Path, slow_table: list[int]
) -> None:
    def block(grade: Grade) -> None:
        if grade.name == "s02":
            (tmp_path / "grades.csv").unlink()
            (tmp_path / "grades.csv").mkdir()
            (tmp_path / "grades.csv" / "in the way").touch()

    with pytest.raises(ResultsError, match="are there are whole; grades"):
        grade_all(grading(), folders(tmp_path, 3), tmp_path, done=block)
    assert len(list(tmp_path.glob("*.json"))) == 3


def test_where_nothing_was_graded_no_table_is_written(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        grade_all(grading(stop_at=0), folders(tmp_path, 2), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_belongs_to_a_grade_is_made_before_the_grade_is_written(tmp_path: Path) -> None:
    seen: list[tuple[str, bool]] = []

    def look(when: str, grade: Grade) -> None:
        seen.append((when, (tmp_path / f"{grade.name}.json").exists()))

    before, done = partial(look, "before"), partial(look, "done")
    grade_all(grading(), folders(tmp_path, 2), tmp_path, before, done)
    assert seen == [("before", False), ("done", True)] * 2
