"""Writes the grades of a class for an LMS, with all who have none and why.

A student whose grading failed through no fault of theirs, who has two submissions or none, or of
whose submission only some questions are graded, gets no grade: what stood in the roster stays, so
that nothing is overwritten when it is taken in.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..intake.filenames import Handed
from ..intake.submissions import name_submissions, who_handed_in
from ..results.files import no_formula, write_text
from ..results.grade import Grade
from ..rubric.rubric import Question, Rubric
from .gradebooks import (
    Column,
    Note,
    Row,
    canvas_table,
    choose_column,
    gradescope_table,
    moodle_table,
    student_table,
    submission_table,
)
from .rosters import Roster, match, read_roster

FILES = {
    "canvas": "canvas.csv",
    "moodle": "moodle.csv",
    "gradescope": "gradescope.csv",
    "csv": "grades-by-student.csv",
}
NOT_EXPORTED = "not-exported.csv"
AGAIN = "the grader failed; please grade it again"

Finish = Callable[[Sequence[Grade], Sequence[Path]], None]  # told grades and submissions


@dataclass(frozen=True)
class Exported:
    """What was written, how many grades, and a note on everyone who has none there."""

    path: Path
    written: int
    notes: tuple[Note, ...]


def prepare(
    kind: str,
    out: Path,
    path: Path | None,
    title: str | None,
    rubric: Rubric,
    say: Callable[[str], None],
) -> Finish:
    """Read the roster at `path`, before anything is graded; return what writes the export then.

    `title` is the column for the grades, `say` is told what was exported, and what was not. Raises
    `RosterError` and `ExportError`.
    """
    points = sum(question.points for question in rubric.questions if not question.extra)
    roster = read_roster(path) if path else None
    column = choose_column(kind, roster, title, rubric.title, points)

    def finish(grades: Sequence[Grade], submissions: Sequence[Path]) -> None:
        who = map(who_handed_in, submissions)
        handed = dict(zip(name_submissions(submissions), who, strict=True))
        whose = [handed[one.name] for one in grades]
        done = export(kind, out, grades, whose, roster, column, rubric.questions)
        say(f"{done.written} grades in {done.path}")
        for what, name, reason in done.notes:
            say(f"  {what} {name}: {reason}")

    return finish


def export(
    kind: str,
    out: Path,
    grades: Sequence[Grade],
    handed: Sequence[Handed],
    roster: Roster | None,
    column: Column,
    questions: Sequence[Question],
) -> Exported:
    """Write the grades for `kind`, and the notes beside them, into the folder `out`.

    `handed` says whose submissions the grades are, in the same order; `questions` are all that
    there are.
    """
    lacks = [_lack(grade, questions) for grade in grades]
    if roster is None:
        table = submission_table(grades, handed, [not lack for lack in lacks])
        notes = [
            ("submission", one.name, lack) for one, lack in zip(grades, lacks, strict=True) if lack
        ]
        return _write(kind, out, table, len(grades) - len(notes), notes)
    rows, reasons = match(roster, handed)
    notes = [("submission", grades[n].name, said) for n, said in reasons]
    given, without = _grades_of_students(roster, rows, grades, lacks)
    notes += without
    if kind == "canvas":
        table = canvas_table(roster, given, column)
    elif kind == "moodle":
        table, above = moodle_table(roster, given, column)
        notes += above
    elif kind == "gradescope":
        table = gradescope_table(roster, given, rows, column)
    else:
        table = student_table(roster, given, rows, grades)
    return _write(kind, out, table, len(given), notes)


def _grades_of_students(
    roster: Roster, rows: dict[int, list[int]], grades: Sequence[Grade], lacks: Sequence[str]
) -> tuple[dict[int, Grade], list[Note]]:
    """Return the grade of each row of the roster, and a note on everyone who has none."""
    given: dict[int, Grade] = {}
    notes: list[Note] = []
    for student in roster.students:
        found = rows.get(student.row, [])
        if not found:
            notes.append(("student", student.name, "no submission"))
        elif len(found) > 1:
            named = ", ".join(grades[n].name for n in found)
            notes.append(("student", student.name, f"{len(found)} submissions: {named}"))
        elif lacks[found[0]]:
            notes.append(("student", student.name, lacks[found[0]]))
        else:
            given[student.row] = grades[found[0]]
    return given, notes


def _lack(grade: Grade, questions: Sequence[Question]) -> str:
    """Why this is no grade for the assignment; empty if it is one."""
    if grade.fault:
        return AGAIN
    if len(grade.questions) < len(questions):
        graded = ", ".join(question.id for question in grade.questions)
        return f"only {graded} is graded; grade the others too, without --only"
    return ""


def _write(
    kind: str, out: Path, table: Sequence[Row], written: int, notes: Sequence[Note]
) -> Exported:
    path = write_text(out / FILES[kind], _csv(table))
    told = [tuple(map(no_formula, note)) for note in notes]
    write_text(out / NOT_EXPORTED, _csv([("what", "name", "reason"), *told]))
    return Exported(path, written, tuple(notes))


def _csv(table: Sequence[Row]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()
