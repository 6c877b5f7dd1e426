"""What changes in a grade that a student has already, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from .history import Given, GivenCheck

FIRST = "graded for the first time"


@dataclass(frozen=True)
class Change:
    """A submission's score before and after, None where there is none; `why` has a part a check."""

    name: str
    before: float | None
    after: float | None
    why: tuple[str, ...]


def compare(before: Given | None, after: Given) -> Change | None:
    """Say what changes; None if nothing does that was given already.

    A question that was not graded before changes nothing, nor does a first score.
    """
    if before is None or not before.is_grade:
        return None
    why = tuple(_whys(before, after))
    if before.score != after.score or why:
        why += tuple(_decided(before, after))
    if not why and before.questions == after.questions and before.score != after.score:
        why = ("the whole",)
    return Change(after.name, before.score, after.score, why) if why else None


def reason(before: Given | None, after: Given) -> str:
    """Return the reason for a grade's line in the history."""
    change = compare(before, after)
    if change is not None:
        return "; ".join(change.why)
    if before is None:
        return FIRST
    if not before.is_grade:
        return "graded again after a failure of the grader's"
    if decided := "; ".join(_decided(before, after)):
        return decided  # which changes no points
    more = ", ".join(sorted(after.questions - before.questions))
    return f"{more} graded for the first time" if more else "no points changed"


def _whys(before: Given, after: Given) -> Iterator[str]:
    questions = before.questions
    for key in dict.fromkeys((*before.checks, *after.checks)):
        old, new = before.checks.get(key), after.checks.get(key)
        if key.partition(".")[0] not in questions:
            continue  # never given
        if new is None and old is not None:
            yield f"{old.number} is made no more: {_points(old)}"
        elif old is None and new is not None:
            yield f"{new.number} is new: {_points(new)}"
        elif old is not None and new is not None and old.points != new.points:
            yield _why(old, new)


def _decided(before: Given, after: Given) -> Iterator[str]:
    """Say which decisions are new, which are withdrawn, and what lateness costs."""
    for key, one in after.decisions.items():
        if key not in before.decisions:
            yield f"decision: {one.sentence}"
    for key, one in before.decisions.items():
        if key not in after.decisions:
            yield f"withdrawn: {one.sentence}"
    if before.late != after.late:
        yield after.late or f"no more: {before.late}"


def _why(old: GivenCheck, new: GivenCheck) -> str:
    if new.points is None:
        return f"{new.number}: the grader failed, {_points(old)} before"
    if old.points is None:
        return f"{new.number}: {_points(new)}, the grader failed before"
    moved = f"{new.number}: {old.points:g} → {new.points:g}"
    if old.status != new.status:
        return f"{moved}, {new.status} now"
    return f"{moved}, worth {new.max_points:g} now" if old.max_points != new.max_points else moved


def _points(check: GivenCheck) -> str:
    given = "no score" if check.points is None else f"{check.points:g}"
    return f"{given} of {check.max_points:g}"
