"""Reads a roster, as an LMS exports it, and finds the students of submissions in it."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..intake.filenames import Handed, Person

MAX_ROSTER = 20_000_000
NAME = {"name", "full name", "fullname", "student", "student name"}
FIRST = {"first name", "firstname", "given name", "forename"}
LAST = {"last name", "lastname", "surname", "family name"}
EMAIL = {"email", "email address", "e-mail", "e-mail address", "mail"}
ID = {
    *("id", "sid", "student id", "id number", "student number", "user id", "canvas id"),
    *("sis user id", "sis login id", "integration id", "identifier", "username", "user name"),
    *("login", "login id", "net id", "netid"),
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CANVAS_ID, MOODLE_ID = "id", "identifier"
PARTICIPANT = re.compile(r"\D*(\d+)")  # Moodle's `Participant 123`, in any language


class RosterError(Exception):
    """A roster that cannot be used: one sentence for the teacher."""


@dataclass(frozen=True)
class Student:
    """A row of the roster."""

    row: int
    name: str
    email: str
    ids: tuple[str, ...]  # in the order of their columns
    canvas_id: str = ""
    moodle_id: str = ""

    @property
    def names(self) -> set[str]:
        """Whatever a file of this student's may be called, made comparable."""
        local = self.email.split("@")[0]
        words = self.name.replace(",", " ").split()
        turned = [words[-1:] + words[:-1], words[1:] + words[:1]]
        last, _, first = self.name.partition(",")
        spelled = [self.name, f"{first} {last}", *map(" ".join, turned), self.email, local]
        return {plain for plain in map(comparable, [*spelled, *self.ids]) if plain}


@dataclass(frozen=True)
class Roster:
    """A table of students, as it was read; `rows` are without the header, all of one length."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    students: tuple[Student, ...]

    def column(self, *names: str) -> int | None:
        """Return the number of the first column with one of these names, in small letters."""
        found = (n for n, title in enumerate(self.header) if title.strip().casefold() in names)
        return next(found, None)

    def find(self, person: Person, system: str) -> list[Student]:
        """Return the students that may be this person: by the LMS's id, else by what is certain.

        One is an answer, several are none.
        """
        ids = {id.casefold() for id in person.ids}
        email = person.email.casefold()
        own = f"{system}_id"  # Canvas's and Moodle's number may be another one's in other columns
        if any(getattr(one, own, "") for one in self.students):
            found = [one for one in self.students if getattr(one, own) in ids]
        else:
            found = [one for one in self.students if email and one.email.casefold() == email]
            found = found or [o for o in self.students if ids & {id.casefold() for id in o.ids}]
        if found:
            return found
        name = comparable(person.name)
        return [one for one in self.students if name and name in one.names]


def read_roster(path: Path) -> Roster:
    """Read a roster: Canvas's gradebook, Moodle's worksheet or participants, Gradescope's, or any.

    The first row names the columns, of which names, ids and addresses are known by their usual
    English names. Raises `RosterError`.
    """
    try:
        data = path.read_bytes()[: MAX_ROSTER + 1]
    except OSError as error:
        raise RosterError(f"The roster {path} cannot be read: {error.strerror}.") from error
    if len(data) > MAX_ROSTER or (b"\0" in data and not data.startswith(UTF_16)):
        raise RosterError(f"The roster {path} is no CSV file; please export it as CSV.")
    table = _read_table(_decode(data))
    if not table:
        raise RosterError(f"The roster {path} is empty.")
    header, *rows = table
    roster = Roster(header, tuple(rows), ())
    students = tuple(_students(roster))
    if not any(student.name or student.ids or student.email for student in students):
        raise RosterError(
            f"The roster {path} has no student in a column that is known: its first row names none"
            " of Name, Student, First name and Last name, ID, Email."
        )
    return Roster(header, tuple(rows), students)


def comparable(text: str) -> str:
    """Return letters and digits only, small and without accents: `Doe, Zoë` is `doezoe`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if letter.isalnum())


def is_canvas(roster: Roster) -> bool:
    """Say whether a roster is a gradebook of Canvas's: a student, ids, and last the section."""
    titles = [title.strip().casefold() for title in roster.header]
    return titles[:2] == ["student", "id"] and "section" in titles


def match(
    roster: Roster, handed: Sequence[Handed]
) -> tuple[dict[int, list[int]], list[tuple[int, str]]]:
    """Return which submissions each row of the roster has, and why others have no row.

    Submissions are told by their number; one of several students has a row for each.
    """
    rows: dict[int, list[int]] = {}
    reasons: list[tuple[int, str]] = []
    for number, one in enumerate(handed):
        for person in one.people:
            found = roster.find(person, one.system)
            if len(found) == 1:
                rows.setdefault(found[0].row, []).append(number)
            elif found:
                names = " or ".join(student.name for student in found)
                reasons.append((number, f"{person.name} may be {names}"))
            else:
                reasons.append((number, f"{person.name} is not in the roster"))
    return rows, reasons


def _decode(data: bytes) -> str:
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:  # as Excel writes it in western Europe
        return data.decode("cp1252", "replace")


def _read_table(text: str) -> list[tuple[str, ...]]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    width = len(rows[0]) if rows else 0
    return [tuple((row + [""] * width)[:width]) for row in rows]


def _students(roster: Roster) -> Iterable[Student]:
    name, email = roster.column(*NAME), roster.column(*EMAIL)
    first, last = roster.column(*FIRST), roster.column(*LAST)
    ids = [n for n, title in enumerate(roster.header) if title.strip().casefold() in ID]
    number = roster.column(MOODLE_ID)
    canvas = roster.column(CANVAS_ID) if is_canvas(roster) else None
    for index, row in enumerate(roster.rows):
        cells = [cell.strip() for cell in row]
        whole = cells[name] if name is not None else ""
        if not whole and first is not None and last is not None:
            whole = f"{cells[first]} {cells[last]}".strip()
        if is_canvas(roster) and not (canvas is not None and cells[canvas]):
            continue  # what is in the gradebook above the students: `Points Possible`
        participant = PARTICIPANT.fullmatch(cells[number]) if number is not None else None
        yield Student(
            row=index,
            name=whole,
            email=cells[email] if email is not None else "",
            ids=tuple(cells[n] for n in ids if cells[n]),
            canvas_id=cells[canvas] if canvas is not None else "",
            moodle_id=participant[1] if participant else "",
        )
