"""Takes over the decisions of several graders: each line once, and none on which they disagree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..intake.filenames import caseless
from ..rubric.rubric import Rubric
from .decisions import Decision, number, place_of, read_extension
from .grade import REPLACED
from .pseudonyms import PSEUDONYM

Thing = tuple[str, str, str]  # a student, what a decision is on, and its kind
NOBODY = "somebody"  # stands for who decided, where a line does not say


@dataclass(frozen=True)
class Merged:
    """Lines to add, and a sentence for every thing that is not agreed on. `replaced` are
    lines of those who were not taken: above all others they are kept, and do not count.
    """

    new: tuple[Decision, ...]
    disagreements: tuple[str, ...] = ()
    replaced: tuple[Decision, ...] = ()


def with_names(
    lines: Iterable[Decision], submissions: Mapping[str, str]
) -> tuple[list[Decision], list[str]]:
    """Return lines with submissions for pseudonyms, and the pseudonyms that stand for none.

    `submissions` are by all that they are called, as `caseless` writes it.
    """
    named, unknown = [], []
    for one in lines:
        student = caseless(one.student)
        if not PSEUDONYM.fullmatch(student):
            named.append(one)
        elif student in submissions:
            named.append(replace(one, student=submissions[student]))
        else:
            unknown.append(one.student)
    return named, unknown


def merge(
    there: Sequence[Decision],
    new: Sequence[Decision],
    rubric: Rubric,
    take: str = "",
    submissions: Mapping[str, str] = {},
) -> Merged:
    """Choose which of the `new` lines to add to those that are `there`.

    Of the kinds of which the last line counts, such as `points`, one person's latest line on one
    thing counts; a line that is older than one that is there is not added. Where two people decide
    differently on one thing, none of their lines is added, unless one of them is whom to `take`:
    then the others' lines are `replaced`, so that the same files disagree no more. `submissions`,
    by all that they are called as `caseless` writes it, tell that two lines are about one student.
    """

    def thing_of(one: Decision) -> Thing:
        student = caseless(one.student)
        place = place_of(one.question, rubric) or one.question
        return submissions.get(student, student), place, one.kind

    known = {one.key for one in there}
    fresh = [one for one in new if one.key not in known]
    latest: dict[Thing, dict[str, Decision]] = {}
    for one in (one for one in (*there, *new) if one.kind in REPLACED):
        by = latest.setdefault(thing_of(one), {})
        if one.who not in by or _when(one) >= _when(by[one.who]):
            by[one.who] = one
    added, replaced, disagreements = [], [], dict[Thing, str]()
    for one in fresh:
        thing = thing_of(one)
        by = latest.get(thing, {})
        if one.kind not in REPLACED:
            added.append(one)
        elif by[one.who] != one:
            continue  # the same person has decided anew
        elif len(set(map(_meaning, by.values()))) == 1 or one.who == take:
            added.append(one)
        elif take in by:
            replaced.append(one)
        else:
            disagreements[thing] = _sentence(thing, by.values())
    return Merged(tuple(added), tuple(disagreements.values()), tuple(replaced))


def _when(one: Decision) -> float:
    """Return when a line was written, in seconds; 0 where nobody can tell."""
    try:
        return datetime.fromisoformat(one.when).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def _meaning(one: Decision) -> object:
    """Return a value by which two lines are told to say the same."""
    if one.kind == "extension":
        return read_extension(one.value)
    return number(one.value)


def _sentence(thing: Thing, lines: Iterable[Decision]) -> str:
    student, place, kind = thing
    says = "gives" if kind == "points" else f"says {kind}"
    both = " and ".join(f"{one.who or NOBODY} {says} {one.value} ({one.reason})" for one in lines)
    return f"{student}, {place or 'the whole'}: {both}"
