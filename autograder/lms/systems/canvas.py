"""Canvas: its gradebook, exported and taken in again.

`canvas.csv` has the gradebook's columns that say who a student is, up to `Section`, and one for the
assignment, called as in the gradebook, `Digits (123)`; under them the row `Points Possible`.
(https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb)

Feedback has a file for each student, called as one of the download: Canvas takes the first two
numbers between `_` for the student and for the file that was handed in, and shows what comes back
under that file's name. So it is a file of the same kind, with the page in it.
(`infer_comment_context_from_filename` in app/models/abstract_assignment.rb)
"""

from collections.abc import Sequence

from ...intake.filenames import HandIn
from ...results.grades_csv import plain_number
from ...results.tables import titles_of
from ..page_in_file import packed_like
from ..roster import Roster
from ..system import (
    ClassGrades,
    Column,
    ExportError,
    NoFeedback,
    Note,
    Points,
    Row,
    System,
    closest,
    the_column,
)


class Canvas(System):
    """The gradebook: a student, ids, and last the section; then the assignments."""

    name = "canvas"
    file = "canvas.csv"
    excused = "EX"
    names_column = True
    takes_feedback = True
    feedback_advice = "upload it with Re-Upload Submissions, in the assignment's menu in Grades"

    def recognises(self, titles: Sequence[str]) -> bool:
        """Say whether this is a gradebook."""
        return list(titles[:2]) == ["student", "id"] and "section" in titles

    def own_id(self, titles: Sequence[str], cells: Sequence[str]) -> str | None:
        """Return Canvas's number; the rows above the students, `Points Possible`, have none."""
        return cells[1] or None

    def column_of(self, roster: Roster, asked: str | None, title: str, points: Points) -> Column:
        """Return the gradebook's column called so, with its id or without; else a new one."""
        if roster.system != self.name:
            raise ExportError(
                "This roster is no gradebook of Canvas's, whose columns begin with Student and ID"
                " and include Section; please export the gradebook (Grades, Export)."
            )
        there = _assignments(roster)
        found = the_column(there, asked or title, "The gradebook")
        if asked and found is None:
            raise ExportError(
                f"The gradebook has no assignment {asked}; it has {closest(there.values(), asked)}."
                if there
                else f"The gradebook has no assignment {asked}; it has none at all."
            )
        return Column(title if found is None else there[found], found, points.usual)

    def table(self, grades: ClassGrades, column: Column) -> list[Row]:
        """Return the gradebook with one column of points; what has no grade stays as it was."""
        roster, width = grades.roster, _num_about_student(grades.roster)
        students = {student.row for student in roster.students}
        points: object = plain_number(column.maximum)
        body: list[Row] = []
        for index, row in enumerate(roster.rows):
            before = row[column.index] if column.index is not None else ""
            if "Points Possible" in row[0]:
                points = before.strip() or points
            elif index in students:
                grade = grades.given.get(index)
                given: object = before if grade is None else plain_number(grade.total)
                if index in grades.excused:
                    given = self.excused
                body.append([*row[:width], given])
        first = ["    Points Possible", *[""] * (width - 1), points]
        return [[*roster.header[:width], column.title], first, *body]

    def notes(self, grades: ClassGrades, column: Column) -> list[Note]:
        """Say that the column is a new assignment, where the gradebook has others."""
        others = _assignments(grades.roster).values()
        if column.index is not None or not others:
            return []
        reason = (
            "the gradebook has no such assignment, so Canvas makes a new one; --column names one"
            f" that is there: {closest(others, column.title)}"
        )
        return [("column", column.title, reason)]

    def feedback(self, one: HandIn, page: bytes, roster: Roster | None) -> dict[str, bytes]:
        """Return a file called as the student's own, with the page in it."""
        if one.system != self.name:
            raise NoFeedback("it is not from Canvas's download, and Canvas takes no other names")
        return {one.given: packed_like(one.given, page)}


def _num_about_student(roster: Roster) -> int:
    """Count the columns that say who a student is."""
    return titles_of(roster.header).index("section") + 1


def _assignments(roster: Roster) -> dict[int, str]:
    """Return the titles of the columns that Canvas takes grades in, by index."""
    start = _num_about_student(roster)
    computed = {
        index for row in roster.rows for index, cell in enumerate(row) if cell == "(read only)"
    }
    places = (index for index in range(start, len(roster.header)) if index not in computed)
    return {index: roster.header[index] for index in places}


SYSTEM = Canvas()
