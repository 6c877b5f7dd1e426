"""Many submissions: each graded, written down at once, and listed at the end."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from .grade import Grade
from .grading import Grader
from .intake import name_submissions
from .results import write_grade, write_grades_csv

Progress = Callable[[str, str], None]  # told the submission and the question that begins


def grade_all(
    grader: Grader,
    paths: Sequence[Path],
    out: Path,
    progress: Progress = lambda name, question: None,
    done: Callable[[Grade], None] = lambda grade: None,
) -> list[Grade]:
    """Grade the submissions at `paths`; write a result for each, and grades.csv, into `out`."""
    grades: list[Grade] = []
    for path, name in zip(paths, name_submissions(paths), strict=True):
        grade = grader.grade(path, name, partial(progress, name))
        write_grade(out, grade)
        grades.append(grade)
        write_grades_csv(out, grades)
        done(grade)
    return grades
