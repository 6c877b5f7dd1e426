"""What people have decided about grades: `decisions.csv`, read and added to here.

A line is a decision: about which student, on what, of which kind, and why. The file is a table that
a spreadsheet opens. Decisions are never changed by grading; `give` says what they make of a grade.
"""

import difflib
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from ..files import locked, write_whole
from ..rubric.late import LateError, read_duration, read_moment
from ..rubric.rubric import Rubric
from ..text import one_line
from .grade import points_text
from .grades_csv import as_written, csv_text, no_formula
from .tables import (
    TableError,
    decode,
    delimiter_of,
    encode_like,
    read_by_hand,
    read_table,
    titles_of,
)

DECISIONS = "decisions.csv"
GIVING = ("adjust", "points")  # kinds that can give more points than there are
MAX_CELL = 20_000  # characters, more than nine items of a rubric and a comment have


class DecisionError(Exception):
    """Decisions that cannot be used: a line for every mistake, `decisions.csv, line 4: …`."""


def _points(value: str) -> str:
    return "" if _is_number(value) and number(value) >= 0 else "points, such as 2.5"


def _change(value: str) -> str:
    return "" if _is_number(value) else "a change of points, such as 2 or -2.5"


def _nothing(value: str) -> str:
    return "nothing" if value else ""


def _deadline(value: str) -> str:
    try:
        read_extension(value)
    except ValueError:
        return "a new deadline, such as 2026-12-18 23:59, or more time, such as 3 days"
    return ""


@dataclass(frozen=True)
class Kind:
    """A kind of decision: what is wrong with a value (else nothing), and whether it is made on a
    question or a check, too.
    """

    problem: Callable[[str], str]
    on_parts: bool = True


KINDS: Mapping[str, Kind] = {
    "adjust": Kind(_change),  # so many points more or less
    "comment": Kind(_nothing),  # the reason is shown, nothing else happens
    "counts": Kind(_nothing, on_parts=False),  # this one, of several hand-ins of one student
    "excuse": Kind(_nothing),  # nothing is lost here; on the whole there is no score
    "extension": Kind(_deadline, on_parts=False),  # another deadline, or more time
    "late": Kind(_points, on_parts=False),  # what lateness costs, in points, whatever was computed
    "points": Kind(_points),  # so many points, whatever was measured
}


@dataclass(frozen=True)
class Decision:
    """A line. `student` is an id, an address or a submission; `question` is a question, a check
    (`4.2` or `q4.test_train`) or empty; `reason` is for the student, `who` and `when` are not.
    """

    student: str
    question: str
    kind: str
    value: str
    reason: str
    who: str = ""
    when: str = ""

    @property
    def key(self) -> str:
        """What tells it from all others; the same line twice is one decision."""
        return sha256("\0".join(astuple(self)).encode("utf-8", "replace")).hexdigest()[:16]


COLUMNS = tuple(field.name for field in fields(Decision))


def read_decisions(path: Path, rubric: Rubric, once: Collection[str] = ()) -> tuple[Decision, ...]:
    """Read a file of decisions, in its order; none where there is no file.

    A decision may also be on what there was `once`: questions and checks that are gone. Raises
    `DecisionError`, which names every line that is not as it should be.
    """
    try:
        text = decode(path.read_bytes())
        rows = read_by_hand(text, COLUMNS, COLUMNS[:5]) if text.strip() else {}
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DecisionError(f"{path.name} cannot be read: {error.strerror}.") from error
    except TableError as error:
        raise DecisionError(f"{path.name}, {error}") from None
    found: dict[str, Decision] = {}
    problems = []
    for line, cells in rows.items():
        plain = {title: _plain(cell) for title, cell in cells.items()}
        if not any(plain.values()):
            continue
        one = Decision(**{name: plain.get(name, "") for name in COLUMNS})
        found.setdefault(one.key, one)
        wrong = problems_of(one, rubric, once)
        problems += [f"{path.name}, line {line}: {what}" for what in wrong]
    if problems:
        raise DecisionError("\n".join(problems))
    return tuple(found.values())


def problems_of(one: Decision, rubric: Rubric, once: Collection[str] = ()) -> list[str]:
    """Say in sentences what is wrong with a decision; it may be on what there was `once`."""
    problems = []
    if not one.student:
        problems.append("`student` is empty; give an id, an address or the name of a submission.")
    if is_gone(one, rubric) and one.question not in once:
        problems.append(
            f"there is no question or check {one.question}; they are called like q4, 4.2 or"
            f" q4.test_train{_guess(one.question, _parts(rubric))}."
        )
    kind = KINDS.get(one.kind)
    if kind is None:
        known = ", ".join(KINDS)
        problems.append(f"there is no kind {one.kind or 'without a name'}; there are {known}.")
    else:
        if one.question and not kind.on_parts:
            problems.append(f"`{one.kind}` is about the whole; leave `question` empty.")
        if wanted := kind.problem(one.value):
            problems.append(f"the value of `{one.kind}` is {wanted}, not {one.value or 'empty'}.")
    if not one.reason:
        problems.append("`reason` is empty; the student reads it.")
    return problems


def is_gone(one: Decision, rubric: Rubric) -> bool:
    """Say whether a decision is on a question or a check that there is not, or no more."""
    return bool(one.question) and not place_of(one.question, rubric)


def excess(one: Decision, rubric: Rubric) -> str:
    """Say in a sentence that a decision gives more points than there are; empty if it does not.

    Such a line may have been right once: points may have changed since.
    """
    if one.kind not in GIVING or number(one.value) <= (most := worth(one.question, rubric)):
        return ""
    whole = one.question or "the whole"
    return f"{whole} is worth {points_text(most)}, and {one.value} are more."


def add_decisions(
    path: Path,
    new: Iterable[Decision],
    rubric: Rubric,
    above: Iterable[Decision] = (),
    once: Collection[str] = (),
) -> list[Decision]:
    """Add `new` decisions to a file, those that it does not have; return them.

    Those to be added `above` come before all others, so that these count. The file is written whole
    or not at all, and keeps its columns, further ones, too, and what stands between cells. Its
    lines may be on what there was `once`. Raises `DecisionError` and `OSError`, and then it stays
    as it was. Others who add meanwhile wait.
    """
    with locked(path.parent):
        there = {one.key for one in read_decisions(path, rubric, once)}
        added, first = (
            list({one.key: one for one in ones if one.key not in there}.values())
            for ones in (new, above)
        )
        for one in (*added, *first):
            if problems := problems_of(one, rubric) or [*filter(None, [excess(one, rubric)])]:
                raise DecisionError("\n".join(problems))
        if added or first:
            data = path.read_bytes() if path.exists() else b""
            text = csv_text(_with_lines(data, added, first), delimiter_of(decode(data)))
            write_whole(path, encode_like(data, text))
    return added


def _with_lines(
    data: bytes, new: Iterable[Decision], above: Iterable[Decision]
) -> list[Sequence[str]]:
    """Return a file's rows as they are, with decisions below and above them in the same columns."""
    rows = [*read_table(decode(data)).values()]
    head, *lines = rows or [COLUMNS]
    titles = titles_of(head)
    absent = [name for name in COLUMNS if name not in titles]
    whole = 2 * MAX_CELL  # with the quotes; a reason is never shortened here

    def row(one: Decision) -> list[str]:
        cells = {name: no_formula(text, whole) for name, text in vars(one).items()}
        return [cells.get(name, "") for name in (*titles, *absent)]

    return [
        (*head, *absent),
        *map(row, above),
        *((*line, *[""] * len(absent)) for line in lines),
        *map(row, new),
    ]


def place_of(question: str, rubric: Rubric) -> str:
    """Return what a decision is on: a question, a check as `q4.test_train`, or nothing.

    A check's number counts for the rubric as it is now; its name stays.
    """
    return _parts(rubric).get(question, "")


def number(value: str) -> float:
    """Return a number, written with a decimal point or a decimal comma."""
    return float(value.replace(",", "."))


def read_extension(value: str) -> timedelta | datetime:
    """Return more time, or another deadline, with a zone or without; raises `ValueError`."""
    try:
        return read_duration(value)
    except LateError:
        return read_moment(value)


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(number(value))
    except ValueError:
        return False


def _parts(rubric: Rubric) -> dict[str, str]:
    """Return what decisions can be made on, by all the names for it."""
    parts = {question.id: question.id for question in rubric.questions}
    if rubric.written is not None:
        parts[rubric.written.id] = rubric.written.id
    for check in rubric.checks:
        parts |= {check.place: check.place, check.number: check.place}
    return parts


def worth(place: str, rubric: Rubric) -> float:
    """Return the most points that a question, a check or, with extra credit, the whole can give."""
    place, written = place_of(place, rubric), rubric.written
    of_people = written.points if written is not None and place in ("", written.id) else 0
    return of_people + sum(
        check.points
        for check in rubric.checks
        if not place or place in (check.question, check.place)
    )


def _guess(name: str, known: Iterable[str]) -> str:
    return f"; do you mean {near}?" if (near := nearest(name, known)) else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return which of the `known` names is most like `name`; empty if none is."""
    near: Sequence[str] = difflib.get_close_matches(name, list(known), n=1)
    return near[0] if near else ""


def _plain(cell: str) -> str:
    """Return a cell's text without the quotes that keep it from being a formula.

    What is read, written and read again is the same: else a line would count twice.
    """
    return as_written(one_line(cell, MAX_CELL))
