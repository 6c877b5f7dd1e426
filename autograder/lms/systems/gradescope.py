"""Gradescope: a table for people, for Gradescope documents no import of scores.

`gradescope.csv` has the roster's columns, then those of the grades that teachers can download
there: `Total Score`, `Max Points` and `Status`.

Nor does Gradescope take files back: students see there what the autograder in its container has
written. The archive has a folder for each submission, called as in Gradescope's download.
"""

from ...intake.filenames import HandIn
from ...results.grades_csv import no_formula, plain_number
from ..roster import Roster
from ..system import FEEDBACK_PAGE, ClassGrades, Column, NoFeedback, Row, System


class Gradescope(System):
    """The roster, with three columns more."""

    name = "gradescope"
    file = "gradescope.csv"
    takes_feedback = True
    feedback_advice = "Gradescope takes none back; send each student the file in students.csv"

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

    def feedback(self, one: HandIn, page: bytes, roster: Roster | None) -> dict[str, bytes]:
        """Return a folder with the page, called like Gradescope's of the submission."""
        if one.system != self.name:
            raise NoFeedback("it is not from Gradescope's download")
        return {f"{one.given}/{FEEDBACK_PAGE}": page}


SYSTEM = Gradescope()
