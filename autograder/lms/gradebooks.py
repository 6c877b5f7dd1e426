"""The tables that Canvas, Moodle and Gradescope take grades in, and plain ones.

- `canvas.csv`: the gradebook's columns that say who a student is, up to `Section`, and one for the
  assignment, called as in the gradebook, `Digits (123)`; under them the row `Points Possible`.
  (https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb)
- `moodle.csv`: the grading worksheet as it was, with `Grade` filled in, to be uploaded there; made
  from any other list of participants, a column more, for *Grades, Import, CSV file*.
  (https://docs.moodle.org/en/Grade_import, mod/assign/feedback/offline in Moodle's source)
- `gradescope.csv`: the roster's columns, then `Total Score`, `Max Points` and `Status`. Gradescope
  documents no import of scores, so this table is for people.
- `grades-by-student.csv`: name, id and email, the points by question, score, max and status.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..intake.filenames import Handed
from ..results.files import no_formula, number
from ..results.grade import Grade
from .rosters import Roster, is_canvas

Row = Sequence[object]
Note = tuple[str, str, str]  # what it is about, the name, what is said


class ExportError(Exception):
    """Grades that cannot be exported to this roster: one sentence for the teacher."""


@dataclass(frozen=True)
class Column:
    """The column for the grades: its name, its number in the roster if it is there, its maximum."""

    title: str
    number: int | None
    maximum: float


def choose_column(
    kind: str, roster: Roster | None, title: str | None, name: str, points: float
) -> Column:
    """Return the column for the grades; raise `ExportError` where the roster does not fit.

    `title` is the column that the teacher asked for, `name` the assignment's, `points` its maximum.
    To be called before anything is graded.
    """
    if roster is None:
        if kind == "csv":
            return Column("score", None, points)
        raise ExportError(f"An export for {kind} needs a roster: add --roster FILE.")
    if kind == "canvas":
        if not is_canvas(roster):
            raise ExportError(
                "This roster is no gradebook of Canvas's, whose columns begin with Student and ID"
                " and include Section; please export the gradebook (Grades, Export)."
            )
        return _canvas_column(roster, title or name, title is not None, points)
    if kind == "moodle" and _is_worksheet(roster):
        found = roster.column((title or "Grade").casefold())
        if found is None:
            raise ExportError(
                f"The worksheet has no column {title or 'Grade'}; name the column for the grades"
                " with --column."
            )
        _check_maximum(roster, points)
        return Column(roster.header[found], found, points)
    known = roster.column(title.casefold()) if title and kind == "moodle" else None
    return Column(title or name, known, points)


def _canvas_column(roster: Roster, title: str, asked: bool, points: float) -> Column:
    """The gradebook's column called so, without its id or with it; else a new assignment's."""
    wanted = title.strip().casefold()
    start = [one.strip().casefold() for one in roster.header].index("section") + 1
    found = [
        (n, full)
        for n, full in enumerate(roster.header)
        if n >= start and wanted in (full.strip().casefold(), _without_id(full))
    ]
    if len(found) > 1:
        names = " and ".join(full for _, full in found)
        raise ExportError(f"The gradebook has {names}; name one of them with --column.")
    if found:
        return Column(found[0][1], found[0][0], points)
    if asked:
        raise ExportError(f"The gradebook has no assignment {title}; please look at its first row.")
    return Column(title, None, points)


def _without_id(title: str) -> str:
    """`Digits` for `Digits (123)`, as Canvas writes its assignments."""
    name, _, id = title.strip().rpartition(" (")
    return (name if id[:-1].isdigit() and id.endswith(")") else title).strip().casefold()


def _is_worksheet(roster: Roster) -> bool:
    return any(student.moodle_id for student in roster.students)


def _check_maximum(roster: Roster, points: float) -> None:
    place = roster.column("maximum grade")
    for row in roster.rows if place is not None else ():
        text = row[place or 0].replace(",", ".").strip()
        if text.replace(".", "", 1).isdigit() and float(text) != points:
            raise ExportError(
                f"Moodle's maximum grade is {float(text):g}, but this assignment has"
                f" {points:g} points; please set it to {points:g} in Moodle, and download the"
                " worksheet again."
            )


def canvas_table(roster: Roster, given: Mapping[int, Grade], column: Column) -> list[Row]:
    """The gradebook with one column of points; what has no grade stays as it was."""
    width = [title.strip().casefold() for title in roster.header].index("section") + 1
    students = {student.row for student in roster.students}
    points: object = number(column.maximum)
    body: list[Row] = []
    for index, row in enumerate(roster.rows):
        before = row[column.number] if column.number is not None else ""
        if "Points Possible" in row[0]:
            points = before.strip() or points
        elif index in students:
            grade = given.get(index)
            body.append([*row[:width], before if grade is None else number(grade.total)])
    first = ["    Points Possible", *[""] * (width - 1), points]
    return [[*roster.header[:width], column.title], first, *body]


def moodle_table(
    roster: Roster, given: Mapping[int, Grade], column: Column
) -> tuple[list[Row], list[Note]]:
    """The worksheet or list filled in, and a note for every grade that Moodle cannot hold."""
    above: list[Note] = []
    place = column.number
    header = [*roster.header, *([] if place is not None else [column.title])]
    body: list[Row] = []
    for student in roster.students:
        row: list[object] = [*roster.rows[student.row], *([] if place is not None else [""])]
        grade = given.get(student.row)
        if grade is not None:
            total = min(grade.total, column.maximum)  # Moodle refuses what is more
            if grade.total > total:
                reason = f"{grade.total:g} points are written as {total:g}, Moodle's maximum"
                above.append(("note", student.name, reason))
            row[place if place is not None else -1] = number(total)
        body.append(row)
    return [header, *body], above


def gradescope_table(
    roster: Roster, given: Mapping[int, Grade], rows: Mapping[int, list[int]], column: Column
) -> list[Row]:
    """The roster with the columns of the grades that Gradescope lets teachers download."""
    body: list[Row] = []
    for student in roster.students:
        grade = given.get(student.row)
        status = "Graded" if grade else "Ungraded" if student.row in rows else "Missing"
        score = "" if grade is None else number(grade.total)
        body.append([*roster.rows[student.row], score, number(column.maximum), status])
    return [[*roster.header, "Total Score", "Max Points", "Status"], *body]


def student_table(
    roster: Roster,
    given: Mapping[int, Grade],
    rows: Mapping[int, list[int]],
    grades: Sequence[Grade],
) -> list[Row]:
    """A row a student of the roster, with the points by question."""
    questions = _questions(grades)
    body: list[Row] = []
    for student in roster.students:
        grade = given.get(student.row)
        who = [student.name, student.ids[0] if student.ids else "", student.email]
        if grade is None:
            status = "not graded" if student.row in rows else "missing"
            body.append([*who, *[""] * (len(questions) + 2), status])
        else:
            body.append([*who, *_points(grade, questions, True), "graded"])
    return [["name", "id", "email", *questions, "score", "max", "status"], *body]


def submission_table(
    grades: Sequence[Grade], handed: Sequence[Handed], whole: Sequence[bool]
) -> list[Row]:
    """A row a student of a submission, where there is no roster.

    `whole` says of each grade whether it is one for all questions, and without a fault.
    """
    questions = _questions(grades)
    body: list[Row] = []
    for grade, one, is_whole in zip(grades, handed, whole, strict=True):
        status = "graded" if is_whole else "fault" if grade.fault else "graded in part"
        for person in one.people:
            who = [person.name, person.ids[0] if person.ids else "", person.email]
            scores = _points(grade, questions, is_whole)
            body.append([*map(no_formula, who), *scores, status])
    return [["name", "id", "email", *questions, "score", "max", "status"], *body]


def _questions(grades: Sequence[Grade]) -> list[str]:
    return list(dict.fromkeys(question.id for grade in grades for question in grade.questions))


def _points(grade: Grade, questions: Sequence[str], is_whole: bool) -> Row:
    scores = {one.question.id: one for one in grade.question_scores}
    points = [
        "" if id not in scores or scores[id].fault else number(scores[id].score) for id in questions
    ]
    return [*points, number(grade.total) if is_whole else "", number(grade.max_score)]
