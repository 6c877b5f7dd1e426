"""Moodle: the grading worksheet, or any list of participants.

`moodle.csv` is the worksheet as it was, with `Grade` filled in, to be uploaded there; made from any
other list of participants, it has a column more, for *Grades, Import, CSV file*. What a student is
told about decisions and lateness stands in `Feedback comments`, below what a person has written.
(https://docs.moodle.org/en/Grade_import, mod/assign/feedback/offline in Moodle's source)

Feedback has a folder for each student, called as in the download: Moodle splits its name at each
`_`, and takes the second part for the number of the participant.
(`is_valid_filename_for_import` in mod/assign/feedback/file/importziplib.php)
"""

import html
import re
from collections.abc import Sequence

from ...intake.filenames import MOODLE, HandIn, Person
from ...results.grades_csv import plain_number
from ...results.results_json import spoken
from ..roster import Roster, find_column
from ..system import (
    FEEDBACK_PAGE,
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

IDENTIFIER = "identifier"
COMMENTS = "Feedback comments"
OWN_COMMENTS = re.compile(r'<div class="autograder">.*?</div>', re.DOTALL)  # our part of a comment
PARTICIPANT = re.compile(r"\D*(\d+)")  # `Participant 123`, in any language


class Moodle(System):
    """The worksheet, which a column `Identifier` tells from other lists."""

    name = "moodle"
    file = "moodle.csv"
    names_column = True
    takes_feedback = True
    feedback_advice = "upload it with Upload multiple feedback files in a zip"

    def recognises(self, titles: Sequence[str]) -> bool:
        """Say whether this may be a worksheet."""
        return IDENTIFIER in titles

    def own_id(self, titles: Sequence[str], cells: Sequence[str]) -> str | None:
        """Return the number of the participant."""
        found = PARTICIPANT.fullmatch(cells[titles.index(IDENTIFIER)])
        return found[1] if found else ""

    def column_of(self, roster: Roster, asked: str | None, title: str, points: Points) -> Column:
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
            return Column(title, None, points.usual)
        found = the_column(dict(enumerate(roster.header)), wanted, whose)
        if found is None:
            raise ExportError(
                f"{whose} has no column {wanted}, only {closest(roster.header, wanted)}; name the"
                " column for the grades with --column."
            )
        maximum = _maximum(roster, points) if is_worksheet else points.usual
        return Column(roster.header[found], found, maximum)

    def table(self, grades: ClassGrades, column: Column) -> list[Row]:
        """Return the worksheet or list, filled in."""
        roster, place = grades.roster, column.index
        header = list(roster.header)
        if place is None:
            place = len(header)
            header.append(column.title)
        comments = find_column(header, COMMENTS.casefold())
        if comments is None and any(spoken(grade) for grade in grades.given.values()):
            comments = len(header)
            header.append(COMMENTS)
        body: list[Row] = []
        for student in roster.students:
            cells = roster.rows[student.row]
            row: list[object] = [*cells, *[""] * (len(header) - len(cells))]
            grade = grades.given.get(student.row)
            if grade is not None:  # Moodle refuses more than the maximum
                row[place] = plain_number(min(grade.total, column.maximum))
                if comments is not None:
                    row[comments] = _comment(str(row[comments]), spoken(grade))
            body.append(row)
        return [header, *body]

    def feedback(self, one: HandIn, page: bytes, roster: Roster | None) -> dict[str, bytes]:
        """Return a folder with the page for each student, called as in Moodle's download."""
        if found := MOODLE.fullmatch(one.given):
            students = [(found["name"], found["id"])]
        else:
            known = [(who, _numbers(roster, who, one.system)) for who in one.people]
            students = [(who.name, ids[0]) for who, ids in known if len(ids) == 1]
            if len(students) < len(known) or not known:
                raise NoFeedback("Moodle's number for the student is not known; add its worksheet")
        shown = [(name.replace("_", " ").replace("/", " "), id) for name, id in students]
        return {f"{name}_{id}_assignsubmission_file_/{FEEDBACK_PAGE}": page for name, id in shown}

    def notes(self, grades: ClassGrades, column: Column) -> list[Note]:
        """Return a note for every grade above the maximum."""
        most = column.maximum
        totals = {row: grade.total for row, grade in grades.given.items() if grade.total > most}
        return [
            ("note", one.name, f"{total:g} points are written as {most:g}, Moodle's maximum")
            for one in grades.roster.students
            if (total := totals.get(one.row)) is not None
        ]


def _comment(before: str, sentences: Sequence[str]) -> str:
    """Return a comment, which Moodle takes for HTML, with our part of it replaced."""
    others = OWN_COMMENTS.sub("", before)
    lines = "<br>".join(html.escape(sentence, quote=False) for sentence in sentences)
    return others + (f'<div class="autograder">{lines}</div>' if lines else "")


def _numbers(roster: Roster | None, person: Person, system: str) -> list[str]:
    """Return the numbers that Moodle's worksheet has for this person: one, if it is clear who."""
    found = roster.find(person, system) if roster is not None else []
    return [student.own_id for student in found if student.own_id]


def _maximum(roster: Roster, points: Points) -> float:
    """Return Moodle's maximum grade: the assignment's points, without extra credit or with it."""
    place = find_column(roster.header, "maximum grade")
    for row in roster.rows if place is not None else ():
        text = row[place or 0].replace(",", ".").strip()
        if not text.replace(".", "", 1).isdigit():
            continue
        if float(text) in (points.usual, points.most):
            return float(text)
        extra = f" (or {points.most:g}, with extra credit)" if points.most > points.usual else ""
        raise ExportError(
            f"Moodle's maximum grade is {float(text):g}, but this assignment has"
            f" {points.usual:g} points{extra}; please set it to {points.usual:g} in Moodle, and"
            " download the worksheet again."
        )
    return points.usual


SYSTEM = Moodle()
