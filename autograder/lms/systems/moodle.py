"""Moodle: the grading worksheet, or any list of participants.

`moodle.csv` is the worksheet as it was, with `Grade` filled in, to be uploaded there; made from any
other list of participants, it has a column more, for *Grades, Import, CSV file*.
(https://docs.moodle.org/en/Grade_import, mod/assign/feedback/offline in Moodle's source)
"""

import re
from collections.abc import Sequence

from ...results.grades_csv import plain_number
from ..roster import Roster, find_column
from ..system import ClassGrades, Column, ExportError, Note, Row, System, listed, the_column

IDENTIFIER = "identifier"
PARTICIPANT = re.compile(r"\D*(\d+)")  # `Participant 123`, in any language


class Moodle(System):
    """The worksheet, which a column `Identifier` tells from other lists."""

    name = "moodle"
    file = "moodle.csv"
    names_column = True

    def recognises(self, titles: Sequence[str]) -> bool:
        """Say whether this may be a worksheet."""
        return IDENTIFIER in titles

    def own_id(self, titles: Sequence[str], cells: Sequence[str]) -> str | None:
        """Return the number of the participant."""
        found = PARTICIPANT.fullmatch(cells[titles.index(IDENTIFIER)])
        return found[1] if found else ""

    def column_of(self, roster: Roster, asked: str | None, title: str, points: float) -> Column:
        """Return the worksheet's column; in another list the one asked for, or a new one."""
        if roster.system not in ("", self.name):
            raise ExportError(
                f"This roster is a gradebook of {roster.system.capitalize()}'s; please take"
                " Moodle's grading worksheet, or its list of participants."
            )
        is_worksheet = roster.system == self.name and any(one.own_id for one in roster.students)
        whose = "The worksheet" if is_worksheet else "The roster"
        wanted = asked or ("Grade" if is_worksheet else "")
        if not wanted:
            return Column(title, None, points)
        found = the_column(dict(enumerate(roster.header)), wanted, whose)
        if found is None:
            raise ExportError(
                f"{whose} has no column {wanted}, only {listed(roster.header, wanted)}; name the"
                " column for the grades with --column."
            )
        if is_worksheet:
            _check_maximum(roster, points)
        return Column(roster.header[found], found, points)

    def table(self, grades: ClassGrades, column: Column) -> list[Row]:
        """Return the worksheet or list, filled in."""
        roster, place = grades.roster, column.index
        more = [] if place is not None else [column.title]
        body: list[Row] = []
        for student in roster.students:
            row: list[object] = [*roster.rows[student.row], *("" for _ in more)]
            grade = grades.given.get(student.row)
            if grade is not None:  # Moodle refuses more than the maximum
                row[-1 if place is None else place] = plain_number(min(grade.total, column.maximum))
            body.append(row)
        return [[*roster.header, *more], *body]

    def notes(self, grades: ClassGrades, column: Column) -> list[Note]:
        """Return a note for every grade above the maximum."""
        most = column.maximum
        totals = {row: grade.total for row, grade in grades.given.items() if grade.total > most}
        return [
            ("note", one.name, f"{total:g} points are written as {most:g}, Moodle's maximum")
            for one in grades.roster.students
            if (total := totals.get(one.row)) is not None
        ]


def _check_maximum(roster: Roster, points: float) -> None:
    place = find_column(roster.header, "maximum grade")
    for row in roster.rows if place is not None else ():
        text = row[place or 0].replace(",", ".").strip()
        if text.replace(".", "", 1).isdigit() and float(text) != points:
            raise ExportError(
                f"Moodle's maximum grade is {float(text):g}, but this assignment has"
                f" {points:g} points; please set it to {points:g} in Moodle, and download the"
                " worksheet again."
            )


SYSTEM = Moodle()
