"""Many submissions: each graded, written down at once, and listed at the end."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from .grade import Grade
from .intake import name_submissions
from .pool import Task
from .results import write_grade, write_grades_csv


class ResultsError(Exception):
    """Results cannot be written; the message says where, why, and what there is already."""


def grade_all(
    grade_tasks: Callable[[Sequence[Task]], Generator[Grade, None, None]],
    paths: Sequence[Path],
    out: Path,
    done: Callable[[Grade], None] = lambda grade: None,
    kept: Mapping[str, Grade] | None = None,
    complete: Callable[[Grade], Grade] = lambda grade: grade,
    seeds: Mapping[str, int] | None = None,
) -> list[Grade]:
    """Grade the submissions at `paths`; write a result for each, and grades.csv, into `out`.

    `grade_tasks` yields grades in any order, each as soon as it is there; `complete` adds to a
    grade what is known from before, and `done` is told each. Those that are `kept`, by name, are
    not graded again; `seeds`, by name, are for those that have one of their own. All are returned,
    and listed in grades.csv, in the order of `paths`. Raises `ResultsError`, and then nothing is
    graded any more.
    """
    names = name_submissions(paths)
    grades = dict(kept or {})
    every = zip(paths, names, strict=True)
    own = seeds or {}
    tasks = [Task(path, name, own.get(name)) for path, name in every if name not in grades]
    if grades:
        _write_table(out, names, grades)
    with closing(grade_tasks(tasks)) as coming:  # its processes end when this does
        for graded in coming:
            grade = complete(graded)
            try:
                write_grade(out, grade)
                grades[grade.name] = grade
                _write_table(out, names, grades)
            except OSError as error:
                raise ResultsError(
                    f"results cannot be written in {out}: {error.strerror}. Those that are there"
                    f" are whole; {grade.name} and all after it are still to be graded."
                ) from error
            done(grade)
    return [grades[name] for name in names]


def _write_table(out: Path, names: Sequence[str], grades: Mapping[str, Grade]) -> None:
    write_grades_csv(out, [grades[name] for name in names if name in grades])
