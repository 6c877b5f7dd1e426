"""Pseudonyms for blind pages, and the one file that says whose they are."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from ..files import write_whole
from ..grading.secret import Secret, kept_random_bits
from ..intake.filenames import HandIn, Person
from ..lms.roster import Roster, Student
from ..report.blind import Blind
from ..results.grades_csv import csv_text, no_formula
from ..results.known import KEY, in_key, read_key

COLUMNS = ("pseudonym", "submission", "students", "ids", "emails", "file")
NUM_BYTES = 5  # of a pseudonym: 40 bits


@dataclass(frozen=True)
class Submission:
    """A submission by its name and path, and whose it is: as the LMS says, then as the roster."""

    name: str
    path: Path
    hand_ins: tuple[HandIn, ...]


def make_blind(
    out: Path, title: str, class_: Sequence[Submission], roster: Roster | None, write: bool = True
) -> Blind:
    """Give a pseudonym to each submission of a class, and `write` the key; raises `OSError`.

    A pseudonym is that of an earlier key, or else made from this machine's random bits, from which
    the secrets of runs are made, too: it is the same in each run, and nobody else can work it out.
    """
    secret = Secret(kept_random_bits()).derive("pseudonym", title)
    earlier = read_key(out)
    pseudonyms: dict[str, str] = {}
    for one in class_:
        here = {*pseudonyms.values()}
        stands = earlier.get(in_key(one.name))
        if stands is None or stands in here:
            stands = _pseudonym(secret, one.name, {*earlier.values(), *here})
        pseudonyms[one.name] = stands
    if write:
        rows = [_row(pseudonyms[one.name], one.name, one.hand_ins[-1]) for one in class_]
        here = {*pseudonyms.values()}
        rows += [_row(one, name, None) for name, one in earlier.items() if one not in here]
        rows.sort(key=itemgetter(1))
        write_whole(out / KEY, csv_text([COLUMNS, *rows])).chmod(0o600)
    known = [(text, one.name) for one in class_ for text in _known(one)]
    students = roster.students if roster else ()
    others = [(text, "") for student in students for text in _told_by(student)]
    return Blind(pseudonyms, (*known, *others))


def _pseudonym(secret: Secret, name: str, taken: set[str]) -> str:
    for attempt in range(1_000):
        drawn = secret.derive(name, attempt).value[:NUM_BYTES]
        pseudonym = f"anon-{base64.b32encode(drawn).decode().lower()}"
        if pseudonym not in taken:
            return pseudonym
    raise AssertionError("a thousand pseudonyms are taken")


def _row(pseudonym: str, name: str, one: HandIn | None) -> list[str]:
    people = one.people if one else ()
    texts = (
        "; ".join(who.name for who in people),
        "; ".join(" ".join(who.ids) for who in people),
        "; ".join(who.email for who in people),
        one.file if one else "",
    )
    return [pseudonym, in_key(name), *map(no_formula, texts)]


def _known(one: Submission) -> Iterator[str]:
    """Yield whatever tells whose a submission is."""
    yield from (one.name, one.path.name, one.path.stem)
    for person in (person for hand_in in one.hand_ins for person in hand_in.people):
        yield from _told_by(person)


def _told_by(one: Person | Student) -> tuple[str, ...]:
    """Return the texts that tell who a student is."""
    return (one.name, *one.ids, one.email, one.email.partition("@")[0])
