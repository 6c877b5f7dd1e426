"""Several hand-ins of one student: which one counts."""

from collections.abc import Iterable, Mapping, Sequence

from ..intake.filenames import HandIn
from ..results.class_list import ClassList
from ..results.given import HandInTime
from ..results.grade import Grade
from ..results.whose import students_of
from ..rubric.several import SeveralHandIns


def superseded(
    grades: Sequence[Grade],
    hand_ins: Sequence[HandIn],
    times: Mapping[str, HandInTime],
    rule: SeveralHandIns | None,
    named: Sequence[str] = (),
) -> dict[str, str]:
    """Return, by the name of each submission that does not count, the one that counts instead.

    Of those that are `named` by decisions, or else by the rule, the last one counts. Where nothing
    is named, all count without a rule, and where the rule cannot tell: by time if some time is not
    known, or the last one is that of several.
    """
    instead: dict[str, str] = {}
    order = [*(rule.named if rule else ()), *named]
    for group in _groups(grades, hand_ins):
        by_name = {grade.name: grade for grade in group}
        chosen = next((by_name[name] for name in reversed(order) if name in by_name), None)
        if chosen is None and rule is not None:
            chosen = _choose(group, times, rule)
        if chosen is not None:
            instead |= {one.name: chosen.name for one in group if one is not chosen}
    return instead


def repeated(grades: Sequence[Grade], hand_ins: Sequence[HandIn]) -> dict[str, tuple[str, ...]]:
    """Return, by name, the other submissions of the same students."""
    found: dict[str, tuple[str, ...]] = {}
    for group in _groups(grades, hand_ins):
        names = [grade.name for grade in group]
        found |= {name: tuple(one for one in names if one != name) for name in names}
    return found


def switched(
    names: Iterable[str], instead: Mapping[str, str], before: ClassList | None
) -> dict[str, str]:
    """Return the submissions that count now in place of another one of the same student, and which
    one that was `before`.

    `instead` has those of the `names` that do not count now. Where several counted, or do now,
    nobody was given a grade by one of them.
    """
    if before is None:
        return {}
    found, here = dict[str, str](), {*names}
    counted = {*before.names} - {*before.instead}
    for name in here - {*instead}:
        earlier = {before.instead[name]} if name in before.instead else set[str]()
        if name not in before.names:
            earlier = {one for one, other in instead.items() if other == name} & counted
        if len(earlier) == 1 and not earlier & (here - {*instead}):
            found[name] = min(earlier)
    return found


def _choose(
    group: Sequence[Grade], times: Mapping[str, HandInTime], rule: SeveralHandIns
) -> Grade | None:
    if rule.keep == "named":
        return None
    if rule.keep == "best":
        scored = [grade for grade in group if grade.has_score]
        return max(scored, key=lambda grade: grade.total, default=None)
    known = [(at, grade) for grade in group if (at := times[grade.name].at) is not None]
    if len(known) < len(group):
        return None
    last = max(at for at, _ in known)
    latest, *others = [grade for at, grade in known if at == last]
    return None if others else latest  # Moodle's worksheet has one time for all of a student's


def _groups(grades: Sequence[Grade], hand_ins: Sequence[HandIn]) -> list[list[Grade]]:
    """Return the submissions of the same students, where there are several of theirs.

    A name alone may be somebody else's.
    """
    groups: dict[tuple[str, ...], list[Grade]] = {}
    for grade, one in zip(grades, hand_ins, strict=True):
        if students := students_of(one):
            groups.setdefault(students, []).append(grade)
    return [group for group in groups.values() if len(group) > 1]
