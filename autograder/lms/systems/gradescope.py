"""Gradescope: a table for people, for Gradescope documents no import of scores.

`gradescope.csv` has the roster's columns, then those of the grades that teachers can download
there: `Total Score`, `Max Points` and `Status`.
"""

from ...results.grades_csv import no_formula, plain_number
from ..system import ClassGrades, Column, Row, System


class Gradescope(System):
    """The roster, with three columns more."""

    name = "gradescope"
    file = "gradescope.csv"

    def table(self, grades: ClassGrades, column: Column) -> list[Row]:
        """Return the roster with the grades."""
        roster = grades.roster
        body: list[Row] = []
        for student in roster.students:
            grade = grades.given.get(student.row)
            status = "Ungraded" if student.row in grades.handed_in else "Missing"
            end = ["", plain_number(column.maximum), status]
            if grade is not None:
                end = [plain_number(grade.total), plain_number(column.maximum), "Graded"]
            body.append([*map(no_formula, roster.rows[student.row]), *end])
        return [[*map(no_formula, roster.header), "Total Score", "Max Points", "Status"], *body]


SYSTEM = Gradescope()
