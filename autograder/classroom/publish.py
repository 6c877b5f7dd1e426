"""Gives grades to the class: says what changes, then writes history, pages and results."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..report.pages import page_name
from ..results.changes import Change, compare, reason
from ..results.class_list import read_class_list
from ..results.grade import Grade
from ..results.history import FOUND, Given, given_in
from ..results.reading import path_of, write_reading
from ..results.results_json import document_digest, gradescope
from .plan import Plan
from .several import superseded, switched
from .writers import Publication, write_all

SWITCHED = "it counts in place of {}"


@dataclass(frozen=True)
class Proposal:
    """What would be written: all grades, without what pictures are drawn from; the names of those
    whose files would be written; those who have no grade yet; the grades that change; how the
    grader has failed on those who keep what they had; what the history will say, by name; and which
    submissions count now in place of others.
    """

    grades: tuple[Grade, ...]
    pending: tuple[str, ...]
    new: tuple[str, ...]
    changes: tuple[Change, ...]
    kept: Mapping[str, str]
    given: Mapping[str, Given]
    switched: Mapping[str, str] = field(default_factory=dict)


def propose(plan: Plan) -> Proposal:
    """Compare what was graded, and what stands, with what the students have."""
    grades, pending, new, changes, kept = [], [], [], [], {}
    given = {}
    for one in plan.submissions:
        measured, failure = plan.earlier.whole(one.name, pictures=False)
        grade = plan.give(measured)
        document = gradescope(grade)
        grades.append(grade)
        if not _stands(plan, one.name, document):
            pending.append(one.name)
        before, after = plan.given(one.name), _given(document)
        given[one.name] = after
        if before is None or not before.is_grade:
            new.append(one.name)
        if change := compare(before, after):
            changes.append(change)
        if failure:
            kept[one.name] = failure
    moved = switched(given, not_counting(plan, grades), read_class_list(plan.out))
    changes = _with_switched(plan, changes, given, moved)
    return Proposal(tuple(grades), tuple(pending), tuple(new), tuple(changes), kept, given, moved)


def not_counting(plan: Plan, grades: Sequence[Grade]) -> dict[str, str]:
    """Return the submissions that do not count, with those of the same students that do."""
    decided = plan.decided
    rule = plan.rubric.hand_ins
    return superseded(grades, plan.handed_in, decided.times, rule, decided.named)


def _with_switched(
    plan: Plan, changes: Sequence[Change], given: Mapping[str, Given], moved: Mapping[str, str]
) -> list[Change]:
    """Return the changes with those of students of whom another submission counts now."""
    known = {change.name: change for change in changes}
    for name, earlier in moved.items():
        before = plan.given(earlier)
        change = known.get(name, Change(name, None, given[name].score, ()))
        why = (SWITCHED.format(earlier), *change.why)
        known[name] = replace(change, before=before.score if before else None, why=why)
    return [known[name] for name in given if name in known]


def commit(plan: Plan, proposal: Proposal) -> Iterator[str]:
    """Write what was proposed, each grade's line in the history first; raises `OSError`.

    Yields what went wrong with pages. A run that is killed here is finished by the next one.
    """
    for name, stands in plan.earlier.given.items():
        if name in proposal.pending:
            plan.history.add_found(stands)
        else:  # a run that was killed may have added a line for what it has not written
            plan.history.add(stands, FOUND)

    grades = {grade.name: grade for grade in proposal.grades}
    asked = plan.rubric.written is not None

    def recorded() -> Iterator[Publication]:
        for name in proposal.pending:
            _record(plan, proposal.given[name])
            reading = plan.readings.of(name).reading if asked else None
            yield Publication(grades[name], plan.earlier.of_one(name), reading)

    yield from write_all(plan.writer.publish, recorded(), len(proposal.pending), plan.jobs)
    for name, earlier in proposal.switched.items():
        plan.history.add(proposal.given[name], SWITCHED.format(earlier), again=True)
    plan.earlier.stage.clear()


def record(plan: Plan, grade: Grade) -> None:
    """Add a grade to the history, keep what people read beside it, and make way for its file.

    Raises `OSError`.
    """
    _record(plan, _given(gradescope(grade)))
    if plan.rubric.written is not None:
        write_reading(plan.out, grade.name, plan.readings.of(grade.name).reading)


def _record(plan: Plan, after: Given) -> None:
    plan.history.add(after, reason(plan.given(after.name), after))
    plan.earlier.make_way(after.name)


def _given(document: object) -> Given:
    given = given_in(document)
    assert given is not None  # it has just been made
    return given


def _stands(plan: Plan, name: str, document: object) -> bool:
    """Say whether a grade's file says what it should, and its page is there.

    A blind page never stands: what is replaced on it hangs on the whole class.
    """
    if plan.names.blind or plan.earlier.is_graded(name):
        return False
    same = plan.earlier.results[name].written == document_digest(document)
    readable = plan.rubric.written is None or path_of(plan.out, name).exists()
    return same and readable and (plan.out / page_name(name)).exists()
