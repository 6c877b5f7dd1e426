"""What an LMS is to us: the base class of those in `systems`, and what they share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ..intake.filenames import HandIn
from ..results.grade import Grade
from ..results.grades_csv import csv_text, no_formula
from ..text import clean, one_line
from .roster import Roster

Row = Sequence[object]
FEEDBACK_PAGE = "feedback.html"  # what a student's page is called when it goes back
Note = tuple[str, str, str]  # what it is about, the name, what is to be known
MAX_NOTE = 1_000  # characters of a line about somebody who is not in what was written
MOST_TITLES = 7  # of columns, in a sentence about the one that is not there
LONGEST_TITLE = 60  # characters
NUMBERED = re.compile(r" *\(\d+\)$")  # the end of a title in Canvas


def with_notes(first: str, notes: Iterable[Note]) -> str:
    """Return a line, and one for each note below it, as a terminal shows them."""
    lines = [first, *(f"  {what} {name}: {reason}" for what, name, reason in notes)]
    return "\n".join(" ".join(clean(line, MAX_NOTE).split("\n")) for line in lines)


def notes_table(notes: Iterable[Note]) -> str:
    """Return notes as the text of a CSV file."""
    rows = (tuple(no_formula(cell, MAX_NOTE) for cell in one) for one in notes)
    return csv_text([("what", "name", "reason"), *rows])


class ExportError(Exception):
    """Grades that cannot be exported to this roster: one sentence for the teacher."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence, 600))  # titles of columns are in it


class NoFeedback(Exception):
    """Nothing can go back to the students of a submission; the message says why."""


@dataclass(frozen=True)
class Points:
    """What an assignment is worth: the `usual` points, and with extra credit at `most`."""

    usual: float
    most: float


@dataclass(frozen=True)
class Column:
    """The column for the grades: its title, its index in the roster if it is there, its maximum."""

    title: str
    index: int | None
    maximum: float


@dataclass(frozen=True)
class ClassGrades:
    """The grades of a class, by the rows of its roster.

    `given` has the grades to write, `handed_in` the rows with any submission, `questions` the ids
    of all questions that were graded, `excused` the rows of students who are excused.
    """

    roster: Roster
    given: Mapping[int, Grade]
    handed_in: frozenset[int]
    questions: Sequence[str]
    excused: frozenset[int] = frozenset()


class System:
    """An LMS: how its roster is recognised, and the table in which it takes grades."""

    name: str  # as given to --export
    file: str  # where the table is written
    needs_roster = True
    excused = ""  # what stands for a grade where a student is excused; empty if nothing does
    names_column = False  # whether --column may say which column is for the grades
    takes_feedback = False  # whether an archive of pages can be written for it
    feedback_advice = ""  # how that comes to the students, for the teacher

    def recognises(self, titles: Sequence[str]) -> bool:
        """Say whether a roster with these titles, in small letters, is this LMS's own."""
        return False

    def own_id(self, titles: Sequence[str], cells: Sequence[str]) -> str | None:
        """Return the LMS's number for the student in a row of its own roster; empty if unknown.

        None says that the row is no student's.
        """
        return ""

    def column(
        self, roster: Roster | None, asked: str | None, title: str, points: Points
    ) -> Column:
        """Return the column for the grades; raise `ExportError` where the roster does not fit.

        `asked` is the column that the teacher asked for, `title` the assignment's. To be called
        before anything is graded.
        """
        if roster is None and self.needs_roster:
            raise ExportError(f"An export for {self.name} needs a roster: add --roster FILE.")
        if asked and not self.names_column:
            raise ExportError(
                f"An export for {self.name} names its own columns; leave out --column."
            )
        if roster is None:
            return Column(title, None, points.usual)
        return self.column_of(roster, asked, title, points)

    def column_of(self, roster: Roster, asked: str | None, title: str, points: Points) -> Column:
        """Return the column of this roster; see `column`."""
        return Column(title, None, points.usual)

    def table(self, grades: ClassGrades, column: Column) -> list[Row]:
        """Return the rows to write, the header first."""
        raise NotImplementedError

    def notes(self, grades: ClassGrades, column: Column) -> list[Note]:
        """Return what the teacher must know, such as a grade that the LMS cannot hold as it is."""
        return []

    def feedback(self, one: HandIn, page: bytes, roster: Roster | None) -> dict[str, bytes]:
        """Return what goes back to the students of a submission, by its path in the archive.

        `page` is their page, in HTML. Raises `NoFeedback`.
        """
        raise NotImplementedError


def the_column(titles: Mapping[int, str], wanted: str, whose: str) -> int | None:
    """Return the index of the column called `wanted`, or None if there is none.

    It is called so in full, or else with other capitals, or else with a number behind, as Canvas
    writes `Digits (123)`. Raises `ExportError` if several columns, of `whose` gradebook or
    worksheet, are called so.
    """
    full, small = wanted.strip(), wanted.strip().casefold()
    found = {index: title for index, title in titles.items() if title.strip() == full}
    for spelled in (_small, _without_number):
        found = found or {i: title for i, title in titles.items() if spelled(title) == small}
    if len(found) > 1 and len(set(found.values())) == 1:
        raise ExportError(
            f"{whose} has {len(found)} columns called {full}; please rename the others"
            " there, and export it again."
        )
    if len(found) > 1:
        raise ExportError(
            f"{whose} has {' and '.join(found.values())}; name one of them in full with --column."
        )
    return next(iter(found), None)


def closest(titles: Iterable[str], wanted: str) -> str:
    """Return the titles of columns as a list for a sentence, those that are most like `wanted`."""
    there = dict.fromkeys(title.strip()[:LONGEST_TITLE] for title in titles)
    close = get_close_matches(wanted, there, MOST_TITLES, cutoff=0)
    more = f" and {len(there) - len(close)} more" if len(there) > len(close) else ""
    return ", ".join(close) + more


def _small(title: str) -> str:
    return title.strip().casefold()


def _without_number(title: str) -> str:
    return NUMBERED.sub("", _small(title))
