"""Many submissions: each graded, written down at once, and listed at the end."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from ..intake.submissions import name_submissions
from ..results.grade import Grade
from ..results.grades_csv import write_grades_csv
from ..results.picture_data import Evidence
from ..results.results_json import write_grade
from .pool import Task

CHEAP_SECONDS = 0.05  # up to which the table is written with every grade


class ResultsError(Exception):
    """Results cannot be written; the message says where, why, and what there is already."""


def grade_all(
    grade_tasks: Callable[[Sequence[Task]], Generator[Grade, None, None]],
    paths: Sequence[Path],
    out: Path,
    before: Callable[[Grade], None] = lambda grade: None,
    done: Callable[[Grade], None] = lambda grade: None,
    kept: Mapping[str, Grade] | None = None,
    complete: Callable[[Grade], Grade] = lambda grade: grade,
    seeds: Mapping[str, int] | None = None,
) -> list[Grade]:
    """Grade the submissions at `paths`; write a result for each, and grades.csv, into `out`.

    `grade_tasks` yields grades in any order, each as soon as it is there; `complete` adds to a
    grade what is known from before. `before` is told each before it is written, so that what it
    makes is there whenever the result is, and `done` when it is. Those that are `kept`, by name,
    are not graded again; `seeds`, by name, are for those that have one of their own. All are
    returned, without what pictures were drawn from, and listed in grades.csv, in the order of
    `paths`. Raises `ResultsError`, and then nothing is graded any more.
    """
    names = name_submissions(paths)
    grades = dict(kept or {})
    every = zip(paths, names, strict=True)
    own = seeds or {}
    tasks = [Task(path, name, own.get(name)) for path, name in every if name not in grades]
    table = _Table(out, names)
    table.update(grades)
    try:
        with closing(grade_tasks(tasks)) as coming:  # its processes end when this does
            for graded in coming:
                grade = complete(graded)
                before(grade)
                with _told(out, f"{grade.name} and all after it are still to be graded"):
                    write_grade(out, grade)
                    grades[grade.name] = replace(grade, evidence=Evidence())  # drawn by now
                    table.update(grades)
                done(grade)
    except BaseException:
        with suppress(OSError):  # of the first failure is told
            table.write(grades)
        raise
    with _told(out, "grades.csv is to be made again by the same command"):
        table.write(grades)
    return [grades[name] for name in names]


class _Table:
    """The table of all grades. When it has become large, writing takes a tenth of the time."""

    def __init__(self, out: Path, names: Sequence[str]) -> None:
        self.out = out
        self.names = names
        self.due = 0.0
        self.written = 0  # grades, of which there are only ever more

    def update(self, grades: Mapping[str, Grade]) -> None:
        """Write down what there is, if it is time."""
        if time.monotonic() >= self.due:
            self.write(grades)

    def write(self, grades: Mapping[str, Grade]) -> None:
        """Write down what there is, if it is more than before."""
        if len(grades) == self.written:
            return
        begun = time.monotonic()
        write_grades_csv(self.out, [grades[name] for name in self.names if name in grades])
        self.written, now = len(grades), time.monotonic()
        took = now - begun
        self.due = now + 9 * took if took > CHEAP_SECONDS else now


@contextmanager
def _told(out: Path, left: str) -> Iterator[None]:
    """Raise `ResultsError` where something cannot be written, with what is `left` to be done."""
    try:
        yield
    except OSError as error:
        raise ResultsError(
            f"results cannot be written in {out}: {error.strerror}. Those that are there are whole;"
            f" {left}."
        ) from error
