"""Reads a roster from a CSV file, whichever LMS wrote it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..results.tables import UTF_16, TableError, check_titles, decode, read_table, titles_of
from ..text import one_line
from .roster import Roster, RosterError, Student, find_column
from .system import System
from .systems import all_systems

MAX_ROSTER = 20_000_000  # bytes
MAX_CELL = 200  # characters of a name, a number or an address
HANDED_IN = {"last modified (submission)"}  # in Moodle's worksheet
NAME = {"name", "full name", "fullname", "student", "student name"}
FIRST = {"first name", "firstname", "given name", "forename"}
LAST = {"last name", "lastname", "surname", "family name"}
EMAIL = {"email", "email address", "e-mail", "e-mail address", "mail"}
ID = {
    *("id", "sid", "student id", "id number", "student number", "user id", "canvas id"),
    *("sis user id", "sis login id", "integration id", "identifier", "username", "user name"),
    *("login", "login id", "net id", "netid"),
}

KNOWN = HANDED_IN | NAME | FIRST | LAST | EMAIL | ID


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
    try:
        table = read_table(decode(data))
        check_titles(titles_of(next(iter(table.values()), ())), sorted(KNOWN))
    except TableError as error:
        raise RosterError(f"The roster {path} cannot be read, {error}") from None
    if not table:
        raise RosterError(f"The roster {path} is empty.")
    (_, header), *rows = table.items()
    system = next((one for one in all_systems() if one.recognises(titles_of(header))), None)
    students = tuple(_students(header, rows, system))
    if not any(student.name or student.ids or student.email for student in students):
        raise RosterError(
            f"The roster {path} has no student in a column that is known: its first row names none"
            " of Name, Student, First name and Last name, ID, Email."
        )
    cells = tuple(row for _, row in rows)
    return Roster(header, cells, students, system.name if system else "")


def _students(
    header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], system: System | None
) -> Iterator[Student]:
    """Yield the student of each row, which comes with its line in a spreadsheet."""
    titles = titles_of(header)
    name, email, first, last = (find_column(header, *names) for names in (NAME, EMAIL, FIRST, LAST))
    time = find_column(header, *HANDED_IN)
    ids = [index for index, title in enumerate(titles) if title in ID]
    for row, (line, untidy) in enumerate(rows):
        cells = [one_line(cell, MAX_CELL) for cell in untidy]
        whole = cells[name] if name is not None else ""
        if not whole and first is not None and last is not None:
            whole = f"{cells[first]} {cells[last]}".strip()
        own_id = system.own_id(titles, cells) if system else ""
        if own_id is not None:
            known = tuple(cells[index] for index in ids if cells[index])
            address = cells[email] if email is not None else ""
            handed_in = cells[time] if time is not None else ""
            yield Student(row, line, whole, address, known, own_id, handed_in)
