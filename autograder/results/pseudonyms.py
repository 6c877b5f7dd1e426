"""Pseudonyms, and the one file that says whose they are: on blind pages and on the desk."""

import base64
import re
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from ..files import write_whole
from ..intake.filenames import HandIn
from ..random_bits import derive, kept_random_bits
from .grade import MAX_NAME
from .grades_csv import WHOSE, csv_text, no_formula, whose_cells
from .history import HISTORY
from .tables import TableError, decode, read_table

KEY = "pseudonyms.csv"  # it stays with the instructor
COLUMNS = ("pseudonym", "submission", *WHOSE)
PSEUDONYM = re.compile("anon-[a-z2-7]{8}")
NUM_BYTES = 5  # of a pseudonym: 40 bits
NUM_DIGITS = 12  # of the name of a class


class NoPseudonyms(Exception):
    """Pseudonyms cannot be given, or not be kept; the message says why."""


def give_pseudonyms(
    out: Path, title: str, hand_ins: Mapping[str, HandIn | None], write: bool = True
) -> dict[str, str]:
    """Return a pseudonym for each submission, by its name, and `write` the key in the folder `out`.

    A pseudonym is that of an earlier key, or else made from this machine's random bits and the
    `title` of the assignment: it is the same in each run, and nobody else can work it out.
    `hand_ins` say whose the submissions are, as far as that is known. Raises `NoPseudonyms`.
    """
    secret = _secret(title)
    rows = _rows(out)
    earlier = _pseudonyms(rows)
    given: dict[str, str] = {}
    for name in hand_ins:
        here = {*given.values()}
        stands = earlier.get(in_key(name))
        if stands is None or stands in here:
            stands = _pseudonym(secret, name, {*earlier.values(), *here})
        given[name] = stands
    if write:
        here = {*given.values()}
        new = [[given[name], in_key(name), *whose_cells(one)] for name, one in hand_ins.items()]
        new += [[one.get(title, "") for title in COLUMNS] for one in rows if _is_of(one, here)]
        text = csv_text([COLUMNS, *sorted(new, key=itemgetter(1))])
        _write(out / KEY, text)
    return given


def class_name(out: Path, title: str) -> str:
    """Return what the class with results in `out` is called where nobody shall know which it is.

    It stays the same as long as the history of its grades is, wherever the folder lies.
    """
    try:
        with (out / HISTORY).open("rb") as file:
            first = file.readline()
    except OSError:
        first = b""
    about = first.decode("utf-8", "replace") or str(out.resolve())
    return derive(_secret(title), about).hex()[:NUM_DIGITS]


def in_key(submission: str) -> str:
    """Return how the key writes the name of a submission; what is written already stays."""
    return no_formula(submission, MAX_NAME)


def read_key(out: Path) -> dict[str, str]:
    """Return the pseudonyms in the key, by submission as `in_key` writes it.

    There are none where there is no key.
    """
    return _pseudonyms(_rows(out))


def _rows(out: Path) -> list[dict[str, str]]:
    try:
        rows = list(read_table(decode((out / KEY).read_bytes())).values())
    except (OSError, TableError):
        return []
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _pseudonyms(rows: list[dict[str, str]]) -> dict[str, str]:
    known = {in_key(one.get("submission", "")): one.get("pseudonym", "") for one in rows}
    return {name: one for name, one in known.items() if name and PSEUDONYM.fullmatch(one)}


def _is_of(row: Mapping[str, str], here: set[str]) -> bool:
    """Say whether a row of an earlier key is about a submission that is not there now."""
    one = row.get("pseudonym", "")
    return one not in here and bool(PSEUDONYM.fullmatch(one)) and bool(row.get("submission"))


def _write(path: Path, text: str) -> None:
    """Write the key, if that is not what it says; a program may keep it open and locked."""
    try:
        if not path.exists() or path.read_bytes() != text.encode("utf-8", "replace"):
            write_whole(path, text, mode=0o600)
    except OSError as error:
        raise NoPseudonyms(f"{path} cannot be written: {error.strerror}.") from None


def _secret(title: str) -> bytes:
    try:
        return derive(kept_random_bits(), "pseudonym", title)
    except ValueError as error:
        raise NoPseudonyms(str(error)) from None


def _pseudonym(secret: bytes, name: str, taken: set[str]) -> str:
    for attempt in range(1_000):
        drawn = derive(secret, name, attempt)[:NUM_BYTES]
        pseudonym = f"anon-{base64.b32encode(drawn).decode().lower()}"
        if pseudonym not in taken:
            return pseudonym
    raise AssertionError("a thousand pseudonyms are taken")
