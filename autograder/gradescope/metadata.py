"""Reads Gradescope's `submission_metadata.json`, for lateness and earlier hand-ins.

The fields: https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/. A student
with an extension has dates of their own, in `users`, under `assignment`. What is missing there, or
cannot be read, is not known.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..language import ENGLISH, marked, translations, written
from ..lms.times import read_time
from ..results.given import Context, HandInTime, give
from ..results.grade import Grade
from ..results.grades_csv import plain_number
from ..rubric.rubric import Rubric

UNKNOWN = marked("an unknown time")


@dataclass(frozen=True)
class EarlierHandIn:
    """A hand-in before this one: when, as Gradescope writes it, and the score that it got."""

    at: str
    score: float


@dataclass(frozen=True)
class Metadata:
    """What Gradescope says: the submission's number, when it came, when it was due, and those
    before it.
    """

    id: str = ""
    at: datetime | None = None
    due: datetime | None = None
    earlier: tuple[EarlierHandIn, ...] = ()


def read_metadata(path: Path) -> Metadata:
    """Read the file; what it does not say is not known."""
    try:
        about = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return Metadata()
    id = _get(about, "id")
    return Metadata(
        str(id) if re.fullmatch("[0-9]+", str(id)) else "",
        _time(_get(about, "created_at")),
        _due(about),
        tuple(_earlier(about)),
    )


def give_on_gradescope(grade: Grade, rubric: Rubric, metadata: Metadata) -> Grade:
    """Return a grade with what lateness costs by `late:` of `grading.yml`.

    The deadline is the one that Gradescope shows to the student, if it has one.
    """
    late = rubric.late
    if late is not None and metadata.due is not None:
        rubric = replace(rubric, late=late.model_copy(update={"deadline": metadata.due}))
    return give(grade, rubric, Context(time=HandInTime(metadata.at)))


def best_before(grade: Grade, rubric: Rubric, metadata: Metadata) -> EarlierHandIn | None:
    """Return the earlier hand-in that counts instead of this one, by `hand_ins:` of `grading.yml`.

    Gradescope itself takes the latest, so there is something to do for the best only.
    """
    if rubric.hand_ins is None or rubric.hand_ins.keep != "best" or not metadata.earlier:
        return None
    most = max(one.score for one in metadata.earlier)
    first = min((one for one in metadata.earlier if one.score == most), key=lambda one: one.at)
    return first if most > grade.total else None  # those after the best have its score, too


def sentence(best: EarlierHandIn, language: str = ENGLISH) -> str:
    """Say to the student which earlier hand-in counts."""
    say = translations(language).gettext
    words = say(
        "Your best submission counts, and that is an earlier one, of {at}, with {points} points."
        " What is shown below is about this one."
    )
    points = written(f"{plain_number(best.score):g}", language)
    return words.format(at=say(best.at), points=points)


def _due(about: Any) -> datetime | None:
    """Return when it was due; the latest date of all students of a group."""
    users = _get(about, "users")
    own = [_time(_get(_get(one, "assignment"), "due_date")) for one in _list(users)]
    known = [one for one in own if one is not None]
    return max(known, default=None) or _time(_get(_get(about, "assignment"), "due_date"))


def _earlier(about: Any) -> Iterator[EarlierHandIn]:
    for one in _list(_get(about, "previous_submissions")):
        score, at = _get(one, "score"), _get(one, "submission_time")
        try:
            points = float(score)
        except (TypeError, ValueError):
            continue  # it was never graded
        if math.isfinite(points):
            time = _time(at)
            yield EarlierHandIn(f"{time:%Y-%m-%d %H:%M}" if time else UNKNOWN, points)


def _time(value: Any) -> datetime | None:
    return read_time(value, UTC) if isinstance(value, str) else None


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
