"""A plain table, for no LMS: name, id and email, the points by question, score, max and status."""

from collections.abc import Sequence

from ...intake.filenames import HandIn
from ...results.grade import Grade
from ...results.grades_csv import no_formula, plain_number, points_by_question
from ..system import ClassGrades, Column, Row, System


class Csv(System):
    """A row for each student, with a roster or without."""

    name = "csv"
    file = "grades-by-student.csv"
    needs_roster = False

    def table(self, grades: ClassGrades, column: Column) -> list[Row]:
        """Return a row for each student of the roster."""
        body: list[Row] = []
        for student in grades.roster.students:
            grade = grades.given.get(student.row)
            who = _about(student.name, student.ids, student.email)
            points: Row = [""] * (len(grades.questions) + 2)
            status = "not graded" if student.row in grades.handed_in else "missing"
            if student.row in grades.excused:
                status = "excused"
            if grade is not None:
                points, status = _points(grade, grades.questions, True), "graded"
            body.append([*who, *points, status])
        return [_header(grades.questions), *body]


def submission_table(
    grades: Sequence[Grade],
    hand_ins: Sequence[HandIn],
    is_whole: Sequence[bool],
    questions: Sequence[str],
) -> list[Row]:
    """Return a row for each student of a submission, where there is no roster.

    `is_whole` says of each grade whether it is one for all questions, and without a fault. A
    submission that could not be read has no points.
    """
    body: list[Row] = []
    for grade, one, whole in zip(grades, hand_ins, is_whole, strict=True):
        status = "graded" if whole else _why_not_whole(grade)
        for person in one.people:
            who = _about(person.name, person.ids, person.email)
            body.append([*who, *_points(grade, questions, whole), status])
    return [_header(questions), *body]


def _why_not_whole(grade: Grade) -> str:
    if grade.fault:
        return "fault"
    if grade.excused:
        return "excused"
    return "unreadable" if grade.unreadable else "graded in part"


def _about(name: str, ids: Sequence[str], email: str) -> Row:
    return [*map(no_formula, (name, ids[0] if ids else "", email))]


def _header(questions: Sequence[str]) -> Row:
    return ["name", "id", "email", *questions, "score", "max", "status"]


def _points(grade: Grade, questions: Sequence[str], is_whole: bool) -> Row:
    scores = {} if grade.unreadable else points_by_question(grade)
    points = [scores.get(id, "") for id in questions]
    return [*points, plain_number(grade.total) if is_whole else "", plain_number(grade.max_score)]


SYSTEM = Csv()
