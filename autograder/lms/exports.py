"""Writes the grades of a class for an LMS, with all who have none and why.

A student whose grading failed through no fault of theirs, who has two submissions or none, whose
submission cannot be read, of which only some questions are graded, or whose written answer nobody
has marked yet, gets no grade: what stood in the roster stays, so that nothing is overwritten when
it is taken in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..files import write_whole
from ..intake.classes import LeftOut
from ..intake.filenames import HandIn
from ..language import counted
from ..results.decisions import worth
from ..results.grade import Grade
from ..results.grades_csv import csv_text, question_ids
from ..rubric.rubric import Rubric
from .reading import read_roster
from .roster import Matches, Roster
from .system import ClassGrades, Column, Note, Points, System, notes_table, with_notes
from .systems import find_system
from .systems.csv import submission_table
from .whole import why_not_whole

NOT_EXPORTED = "not-exported.csv"
EXCUSED = "excused; please mark it so there"


@dataclass(frozen=True)
class Exported:
    """What was written, how many grades, and a note on everyone who has none there."""

    path: Path
    written: int
    notes: tuple[Note, ...]

    def __str__(self) -> str:
        return with_notes(f"{counted(self.written, 'grade')} in {self.path}", self.notes)


@dataclass(frozen=True)
class Export:
    """An export for an LMS: to which roster and column, and what a whole grade has."""

    system: System
    roster: Roster | None
    column: Column
    questions: tuple[str, ...]  # ids of all there are

    @classmethod
    def begin(cls, kind: str, path: Path | None, title: str | None, rubric: Rubric) -> "Export":
        """Read the roster at `path`, before anything is graded; `title` is the column for grades.

        Raises `RosterError` and `ExportError` where the roster does not do.
        """
        system, roster = find_system(kind), read_roster(path) if path else None
        points = Points(rubric.points, worth("", rubric))
        column = system.column(roster, title, rubric.title, points)
        return cls(system, roster, column, tuple(question.id for question in rubric.questions))

    def write(
        self,
        out: Path,
        grades: Sequence[Grade],
        hand_ins: Sequence[HandIn],
        left_out: Sequence[LeftOut] = (),
        excused: Collection[str] = (),
    ) -> Exported:
        """Write the grades, and the notes beside them, into the folder `out`.

        `hand_ins` says whose submissions the grades are, in the same order. What was `left_out` is
        in the notes. `excused` are ids and addresses of students who have handed in nothing.
        """
        lacks = [self._lack(grade) for grade in grades]
        questions = list(dict.fromkeys(id for grade in grades for id in question_ids(grade)))
        if self.roster is None:
            whole = [not lack for lack in lacks]
            table, written = submission_table(grades, hand_ins, whole, questions), sum(whole)
            both = zip(grades, lacks, strict=True)
            notes = [("submission", grade.name, lack) for grade, lack in both if lack]
        else:
            matches = self.roster.match(hand_ins)
            handed_in = frozenset(matches.rows) | frozenset(matches.possible)
            found = filter(None, map(self.roster.called, excused))
            absent = {one.row for one in found} - handed_in
            marks = dict.fromkeys(absent, "" if self.system.excused else EXCUSED)
            given, without = _grades_of_students(self.roster, matches, grades, lacks, marks)
            free = absent | {row for row, one in matches.rows.items() if _is_excused(one, grades)}
            whose = ClassGrades(self.roster, given, handed_in, questions, frozenset(free))
            table, written = self.system.table(whose, self.column), len(given)
            notes = [("submission", grades[index].name, why) for index, why in matches.reasons]
            notes += without + self.system.notes(whose, self.column)
        notes += [("left out", one.name, one.reason) for one in left_out]
        path = write_whole(out / self.system.file, csv_text(table))
        write_whole(out / NOT_EXPORTED, notes_table(notes))
        return Exported(path, written, tuple(notes))

    def _lack(self, grade: Grade) -> str:
        """Say why this is no grade for the assignment; return nothing if it is one."""
        if grade.excused:
            return "" if self.system.excused else EXCUSED
        if grade.unread and not grade.fault:
            return f"the submission could not be read: {grade.english_note}"
        return why_not_whole(grade, self.questions)


def _is_excused(submissions: Sequence[int], grades: Sequence[Grade]) -> bool:
    """Say whether a student is excused of the one submission that is theirs."""
    return len(submissions) == 1 and grades[submissions[0]].excused


def _grades_of_students(
    roster: Roster,
    matches: Matches,
    grades: Sequence[Grade],
    lacks: Sequence[str],
    absent: Mapping[int, str],
) -> tuple[dict[int, Grade], list[Note]]:
    """Return the grade of each row of the roster, and a note on everyone who has none.

    `absent` says what to note on some who have handed in nothing; an empty text notes nothing.
    """
    given: dict[int, Grade] = {}
    notes: list[Note] = []
    for student in roster.students:
        found = matches.rows.get(student.row, [])
        possible = matches.possible.get(student.row, [])
        if not found and possible:
            named = ", ".join(grades[index].name for index in possible)
            notes.append(("student", student.name, f"no submission that is surely theirs: {named}"))
        elif not found:
            notes.append(("student", student.name, absent.get(student.row, "no submission")))
        elif len(found) > 1:
            named = ", ".join(grades[index].name for index in found)
            notes.append(("student", student.name, f"{len(found)} submissions: {named}"))
        elif lacks[found[0]]:
            notes.append(("student", student.name, lacks[found[0]]))
        else:
            given[student.row] = grades[found[0]]
    return given, [note for note in notes if note[2]]
