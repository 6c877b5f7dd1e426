"""The table of a class, grades.csv, and how numbers and names are written in tables."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..files import write_whole
from ..intake.classes import LeftOut
from ..intake.filenames import HandIn
from ..text import one_line
from .grade import Grade

WHOSE = ("students", "ids", "emails", "file")  # as the roster and the LMS have them
COLUMNS = ("score", "max", "status", "failed", "late", "decisions", *WHOSE)  # after the questions
FORMULA = re.compile("(^|;) *(?=[-=+@＝＋－＠﹦﹢﹣﹫])")
MADE_TEXT = re.compile("(^|;) *'?(?=[-=+@＝＋－＠﹦﹢﹣﹫])")
MAX_TEXT = 200  # characters of a name or a remark


def write_grades_csv(
    out: Path,
    grades: Sequence[Grade],
    left_out: Sequence[LeftOut] = (),
    notes: Mapping[str, str] = {},
) -> Path:
    """Write `grades.csv` in the folder `out`, whole or not at all; return its path.

    A row a submission: its name, the points for each question, their sum (extra credit included),
    what the questions that are not extra are worth, `graded`, `fault`, `excused`, `unreadable` or
    what is still open, the numbers of the checks that failed, the points that lateness costs, what
    people have decided, and whose it is: names, ids and addresses, and what the file was called. A
    question where the grader failed has no points, nor has its submission. At the end stands what
    was left out, with the reason as its status. `notes`, by name, stand for the status of some.
    """
    questions = list(dict.fromkeys(id for grade in grades for id in question_ids(grade)))
    rows: list[Sequence[object]] = [["name", *questions, *COLUMNS]]
    for grade in grades:
        points = points_by_question(grade)
        rows.append(
            [
                no_formula(grade.name),
                *(points.get(question, "") for question in questions),
                plain_number(grade.total) if grade.has_score else "",
                plain_number(grade.max_score),
                no_formula(notes.get(grade.name, _status(grade))),
                " ".join(result.check.number for result in grade.failed),
                plain_number(grade.late.cost) if grade.late.cost else "",
                no_formula("; ".join(one.sentence for one in grade.standing)),
                *whose_cells(grade.hand_in),
            ]
        )
    for one in left_out:
        blank, end = [""] * (len(questions) + 2), [""] * (len(COLUMNS) - 3)
        rows.append([no_formula(one.name), *blank, f"left out: {one.reason}", *end])
    return write_whole(out / "grades.csv", csv_text(rows))


def question_ids(grade: Grade) -> list[str]:
    """Return the questions for which there are points, those of the written one last."""
    written = grade.written
    more = [written.question.id] if written is not None and written.question.points else []
    return [*(question.id for question in grade.questions), *more]


def points_by_question(grade: Grade) -> dict[str, int | float]:
    """Return the points for each question that has any: none after a fault, nor where they are
    still open.
    """
    points = {
        item.question.id: plain_number(item.score)
        for item in grade.question_scores
        if not item.fault
    }
    if grade.written is not None and grade.written.points is not None:
        points[grade.written.question.id] = plain_number(grade.written.points)
    return points


def _status(grade: Grade) -> str:
    if grade.fault or grade.excused:
        return "fault" if grade.fault else "excused"
    if grade.unread:
        return "unreadable"
    return f"graded; {grade.written.sentence}" if grade.written and grade.open_points else "graded"


def whose_cells(hand_in: HandIn | None) -> list[str]:
    """Return whose something is, a cell for each column of `WHOSE`."""
    if hand_in is None:
        return [""] * len(WHOSE)
    people = hand_in.people
    texts = (
        "; ".join(one.name for one in people),
        "; ".join(" ".join(one.ids) for one in people),
        "; ".join(one.email for one in people),
        hand_in.file,
    )
    return [no_formula(text) for text in texts]


def csv_text(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Return rows as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def no_formula(text: str, limit: int = MAX_TEXT) -> str:
    """Keep a spreadsheet from taking a text for a formula: a quote in front makes it text.

    A semicolon begins a new cell where spreadsheets write numbers with a decimal comma.
    """
    return FORMULA.sub(r"\1'", one_line(text, limit))


def as_written(text: str) -> str:
    """Return the text to which `no_formula` may have added quotes: the same for both."""
    return MADE_TEXT.sub(lambda found: "; " if found[1] else "", text)


def plain_number(value: float) -> int | float:
    """Return points as people write them: 3 rather than 3.0, and 0.3 for 0.1 + 0.2."""
    value = round(value, 4)
    return int(value) if value == int(value) else value
