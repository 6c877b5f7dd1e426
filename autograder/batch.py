"""Many submissions: each graded, written down at once, and listed at the end."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from .grade import Grade
from .intake import name_submissions
from .pool import Task
from .results import write_grade, write_grades_csv


def grade_all(
    grade_tasks: Callable[[Sequence[Task]], Iterable[Grade]],
    paths: Sequence[Path],
    out: Path,
    done: Callable[[Grade], None] = lambda grade: None,
) -> list[Grade]:
    """Grade the submissions at `paths`; write a result for each, and grades.csv, into `out`.

    `grade_tasks` yields grades in any order, each as soon as it is there; `done` is told each. They
    are returned, and listed in grades.csv, in the order of `paths`.
    """
    names = name_submissions(paths)
    tasks = [Task(path, name) for path, name in zip(paths, names, strict=True)]
    grades: dict[str, Grade] = {}
    for grade in grade_tasks(tasks):
        write_grade(out, grade)
        grades[grade.name] = grade
        write_grades_csv(out, [grades[name] for name in names if name in grades])
        done(grade)
    return [grades[name] for name in names]
