"""The table of a class, grades.csv, and how numbers and names are written in tables."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from ..files import write_whole
from ..text import clean
from .grade import Grade


def write_grades_csv(out: Path, grades: Sequence[Grade]) -> Path:
    """Write `grades.csv` in the folder `out`, whole or not at all; return its path.

    A row a submission: its name, the points for each question, their sum (extra credit included),
    what the questions that are not extra are worth, `graded` or `fault`, and the numbers of the
    checks that failed. A question where the grader failed has no points, nor has its submission.
    """
    questions = list(dict.fromkeys(q.id for grade in grades for q in grade.questions))
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["name", *questions, "score", "max", "status", "failed"])
    for grade in grades:
        points = {
            item.question.id: "" if item.fault else plain_number(item.score)
            for item in grade.question_scores
        }
        rows.writerow(
            [
                no_formula(grade.name),
                *(points.get(question, "") for question in questions),
                "" if grade.fault else plain_number(grade.total),
                plain_number(grade.max_score),
                "fault" if grade.fault else "graded",
                " ".join(result.check.number for result in grade.failed),
            ]
        )
    return write_whole(out / "grades.csv", table.getvalue())


def no_formula(name: str) -> str:
    """Keep a spreadsheet from taking a name for a formula: the quote in front makes it text."""
    name = " ".join(clean(name, 200).split())
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else name


def plain_number(value: float) -> int | float:
    """Return points as people write them: 3 rather than 3.0, and 0.3 for 0.1 + 0.2."""
    value = round(value, 4)
    return int(value) if value == int(value) else value
