"""What an LMS is to us: the base class of those in `systems`, and what they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..results.grade import Grade
from ..text import clean
from .roster import Roster

Row = Sequence[object]
Note = tuple[str, str, str]  # what it is about, the name, what is to be known


class ExportError(Exception):
    """Grades that cannot be exported to this roster: one sentence for the teacher."""

    def __init__(self, sentence: str) -> None:
        super().__init__(" ".join(clean(sentence, 600).split()))  # titles of columns are in it


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
    of all questions that were graded.
    """

    roster: Roster
    given: Mapping[int, Grade]
    handed_in: frozenset[int]
    questions: Sequence[str]


class System:
    """An LMS: how its roster is recognised, and the table in which it takes grades."""

    name: str  # as given to --export
    file: str  # where the table is written
    needs_roster = True

    def recognises(self, titles: Sequence[str]) -> bool:
        """Say whether a roster with these titles, in small letters, is this LMS's own."""
        return False

    def own_id(self, titles: Sequence[str], cells: Sequence[str]) -> str | None:
        """Return the LMS's number for the student in a row of its own roster; empty if unknown.

        None says that the row is no student's.
        """
        return ""

    def column(self, roster: Roster | None, asked: str | None, title: str, points: float) -> Column:
        """Return the column for the grades; raise `ExportError` where the roster does not fit.

        `asked` is the column that the teacher asked for, `title` the assignment's, `points` its
        maximum. To be called before anything is graded.
        """
        if roster is not None:
            return self.column_of(roster, asked, title, points)
        if self.needs_roster:
            raise ExportError(f"An export for {self.name} needs a roster: add --roster FILE.")
        return Column(asked or title, None, points)

    def column_of(self, roster: Roster, asked: str | None, title: str, points: float) -> Column:
        """Return the column of this roster; see `column`."""
        return Column(asked or title, None, points)

    def table(self, grades: ClassGrades, column: Column) -> list[Row]:
        """Return the rows to write, the header first."""
        raise NotImplementedError

    def notes(self, grades: ClassGrades, column: Column) -> list[Note]:
        """Return a note for every grade that the LMS cannot hold as it is."""
        return []
