"""A roster: the students of a course as an LMS lists them, and how a student is found there."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ..intake.filenames import HandIn, Person, caseless
from ..results.tables import titles_of


class RosterError(Exception):
    """A roster that cannot be used: one sentence for the teacher."""


@dataclass(frozen=True)
class Student:
    """A row of the roster.

    `row` is its index among the rows, `line` its number in a spreadsheet, where the header is 1.
    """

    row: int
    line: int
    name: str
    email: str
    ids: tuple[str, ...]  # in the order of their columns
    own_id: str = ""  # the LMS's number for the student, which it writes into names of files
    handed_in: str = ""  # when, as the LMS writes it

    @property
    def names(self) -> set[str]:
        """Whatever a file of this student's may be called, made comparable."""
        local = self.email.split("@")[0]
        words = self.name.replace(",", " ").split()
        turned = [words[-1:] + words[:-1], words[1:] + words[:1]]
        last, _, first = self.name.partition(",")
        spelled = [self.name, f"{first} {last}", *map(" ".join, turned), self.email, local]
        spelled += [f"{self.name} {id}" for id in self.ids]  # as of two John Smiths
        return {plain for plain in map(comparable, [*spelled, *self.ids]) if plain}


@dataclass(frozen=True)
class Matches:
    """Whose the submissions are, each given by its index.

    `rows` has the submissions of each row of the roster, `possible` those that may be a row's and
    may be another's, and `reasons` why a submission has no row.
    """

    rows: dict[int, list[int]]
    possible: dict[int, list[int]]
    reasons: list[tuple[int, str]]


@dataclass(frozen=True)
class Roster:
    """A table of students, as it was read; `rows` are without the header, all of one length.

    `system` is the LMS whose gradebook or worksheet this is, or empty.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    students: tuple[Student, ...]
    system: str = ""

    def find(self, person: Person, system: str) -> list[Student]:
        """Return the students that may be this person: by the LMS's id, else by what is certain.

        One is an answer, several are none.
        """
        ids = {id.casefold() for id in person.ids}
        email = person.email.casefold()
        if system == self.system and any(one.own_id for one in self.students):
            # In other columns the LMS's number may be another student's.
            found = [one for one in self.students if one.own_id in ids]
        else:
            found = [one for one in self.students if email and one.email.casefold() == email]
            found = found or [o for o in self.students if ids & {id.casefold() for id in o.ids}]
        if found:
            return found
        name = comparable(person.name)
        return [one for one in self.students if name and name in one.names]

    def called(self, name: str) -> Student | None:
        """Return the one student whom a decision calls so, by an id or the address."""
        key = caseless(name)
        found = [
            one for one in self.students if key in map(caseless, (*one.ids, one.own_id, one.email))
        ]
        return found[0] if key and len(found) == 1 else None

    def match(self, hand_ins: Sequence[HandIn]) -> Matches:
        """Find whose each submission is; one of several students has a row for each."""
        found = Matches({}, {}, [])
        for index, one in enumerate(hand_ins):
            for person in one.people:
                students = self.find(person, one.system)
                where = found.rows if len(students) == 1 else found.possible
                for student in students:
                    where.setdefault(student.row, []).append(index)
                if len(students) > 1:
                    names = " or ".join(distinct_names(students))
                    found.reasons.append((index, f"{person.name} may be {names}"))
                elif not students:
                    found.reasons.append((index, f"{person.name} is not in the roster"))
        return found


def distinct_names(students: Sequence[Student]) -> list[str]:
    """Return the students' names, with ids and address, or the row, where names are the same."""
    names = [student.name for student in students]
    about = [", ".join(filter(None, [*one.ids, one.email])) for one in students]
    if len(set(names)) == len(names):
        return names
    if len(set(zip(names, about, strict=True))) < len(names) or "" in about:
        about = [f"row {student.line} of the roster" for student in students]
    return [f"{name} ({which})" for name, which in zip(names, about, strict=True)]


def find_column(header: Sequence[str], *names: str) -> int | None:
    """Return the index of the first column with one of these names, in small letters."""
    found = (index for index, title in enumerate(titles_of(header)) if title in names)
    return next(found, None)


def comparable(text: str) -> str:
    """Return letters and digits only, small and without accents: `Doe, Zoë` is `doezoe`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if letter.isalnum())
