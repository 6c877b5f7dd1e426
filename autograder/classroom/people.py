"""Whose the submissions are: students of a roster, and the decisions about them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..intake.filenames import HandIn, Person, caseless, in_utf8, understand
from ..intake.limits import leaves_out_folder
from ..intake.submissions import submission_name, unique_names
from ..lms.roster import Roster
from ..results.decisions import Decision, excess, place_of
from ..results.history import History
from ..results.known import hand_in_of
from ..results.results_json import grade_file
from ..results.whose import AboutWhom, Whose
from ..rubric.rubric import Rubric
from ..text import clean

NAMING = "counts"  # the kind of decision that names one of several hand-ins
MAX_ID = 40  # characters of an id in the name of a file
MAX_NAME = 120  # characters of the name of a result
MOST_EARLIER = 10  # results of equal names that are there no more
MAX_FILE = 200  # characters of names of files
MOST_FILES = 6


def result_names(
    paths: Sequence[Path], hand_ins: Sequence[HandIn], out: Path | None = None
) -> list[str]:
    """Return a name for the result of each submission, no two the same.

    Behind the students' names stand the LMS's numbers for them, or else their addresses, as far as
    they are known: two of one name stay two people, whoever else hands in. What a roster says
    changes no name of a result, so that results are found again with a roster and without. Where
    names are equal nevertheless, whoever has a result in `out` keeps its name, whoever comes later.
    """
    names = []
    for path, one in zip(paths, hand_ins, strict=True):
        name = submission_name(path)
        known = [next(iter(person.ids), person.email) for person in one.people if one.system]
        more = [clean(what, MAX_ID) for what in known if what and what not in name.split()]
        names.append(f"{name} ({', '.join(more)})"[:MAX_NAME] if more else name)
    files = [one.file for one in with_files(hand_ins, paths)]
    return unique_names(names, _kept(names, files, out) if out is not None else {})


def _kept(names: Sequence[str], files: Sequence[str], out: Path) -> dict[int, str]:
    """Return the names of earlier results of submissions with equal names, by their index: of each
    the one that was called by the same file.
    """
    groups: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        groups.setdefault(caseless(name), []).append(index)
    kept: dict[int, str] = {}
    for group in groups.values():
        for index in group if len(group) > 1 else ():
            if [files[other] for other in group].count(files[index]) > 1:
                continue  # nobody can tell them apart
            name = names[index]
            numbers = range(2, len(group) + MOST_EARLIER)
            called = (name, *(f"{name}-{number}" for number in numbers))
            there = ((one, hand_in_of(grade_file(out, one))) for one in called)
            found = (one for one, known in there if known and known.file == files[index])
            if earlier := next(found, None):
                kept[index] = earlier
    return kept


def with_files(hand_ins: Sequence[HandIn], paths: Sequence[Path]) -> tuple[HandIn, ...]:
    """Add what the students have called their files, as far as it is known, and what the files
    were called as they were downloaded.

    An LMS gives a folder or a file a name of its own, with the student's name for the file in it.
    """
    both = zip(hand_ins, paths, strict=True)
    return tuple(
        replace(one, file=_files(one, path), given=in_utf8(path.name)) for one, path in both
    )


def _files(one: HandIn, path: Path) -> str:
    if not one.system or not path.is_dir():
        return understand(path.name).file or in_utf8(path.name)
    inside = sorted(child.name for child in path.iterdir() if not leaves_out_folder(child.name))
    more = f" and {len(inside) - MOST_FILES} more" if inside[MOST_FILES:] else ""
    return clean(", ".join(inside[:MOST_FILES]), MAX_FILE) + more


def with_roster(hand_ins: Sequence[HandIn], roster: Roster | None) -> tuple[HandIn, ...]:
    """Add what the roster says of each student: the name, ids and the address.

    Who is not in the roster, or may be several there, stays as the LMS or the file says.
    """
    if roster is None:
        return tuple(hand_ins)

    def known(person: Person, system: str) -> Person:
        found = roster.find(person, system)
        if len(found) != 1:
            return person
        student = found[0]
        ids = tuple(dict.fromkeys((*person.ids, *student.ids)))
        return Person(student.name or person.name, ids, student.email or person.email)

    return tuple(
        replace(one, people=tuple(known(person, one.system) for person in one.people))
        for one in hand_ins
    )


def about_whom(decision: Decision, whose: Whose) -> AboutWhom:
    """Find the submissions that a decision is about; which one counts can be only one of them."""
    found = whose.find(decision.student)
    if decision.kind == NAMING and len(found.about) > 1:
        return AboutWhom((), found.about)
    return found


def decisions_by_submission(
    decisions: Iterable[Decision], whose: Whose
) -> tuple[dict[str, tuple[Decision, ...]], tuple[Decision, ...]]:
    """Return the decisions about each submission, in their order, and those about none.

    A decision is about the submission that is called as it says, on pages with names or on blind
    ones, or else about all those of the student with this id or address; one that says which of
    them `counts` cannot be about several.
    """
    found: dict[str, tuple[Decision, ...]] = {}
    others = []
    for decision in decisions:
        about = about_whom(decision, whose).about
        for name in about:
            found[name] = (*found.get(name, ()), decision)
        if not about:
            others.append(decision)
    return found, tuple(others)


def named_to_count(
    decisions: Iterable[Decision], by_submission: Mapping[str, Sequence[Decision]]
) -> tuple[str, ...]:
    """Return the submissions that are named to count, in the order of the decisions."""
    about = {one.key: name for name, ones in by_submission.items() for one in ones}
    naming = (one for one in decisions if one.kind == NAMING and one.key in about)
    return tuple(about[one.key] for one in naming)


def excuses(one: Decision) -> bool:
    """Say whether a decision excuses a student from the whole."""
    return one.kind == "excuse" and not one.question


def unknown_ones(others: Iterable[Decision], roster: Roster | None) -> tuple[Decision, ...]:
    """Return those of the decisions about nobody who has handed in that need a person.

    An extension or an excuse of somebody in the roster does not.
    """
    called = roster.called if roster is not None else lambda name: None
    return tuple(
        one
        for one in others
        if not ((excuses(one) or one.kind == "extension") and called(one.student))
    )


def _add(lines: dict[str, str], name: str, what: str) -> None:
    """Add to what is said by name."""
    lines[name] = "; ".join(filter(None, (lines.get(name), what)))


def unmatched_lines(
    decisions: Iterable[Decision], whose: Whose, called: Callable[[str], str]
) -> Mapping[str, str]:
    """Say, by student, which decisions are about nobody who has handed in, and of whom they may
    be; `called` says what a submission is called.
    """
    lines: dict[str, str] = {}
    for one in decisions:
        what = " ".join(filter(None, (one.kind, one.question, one.value)))
        if may := about_whom(one, whose).may:
            what += f" (which one is it: {', '.join(map(called, may))}?)"
        _add(lines, one.student, what)
    return lines


def doubtful_lines(
    by_submission: Mapping[str, Sequence[Decision]], whose: Whose, called: Callable[[str], str]
) -> Mapping[str, str]:
    """Say, by submission, which decisions call it by a name that is an id of somebody else's."""
    lines: dict[str, str] = {}
    for name, decisions in by_submission.items():
        others = ", ".join(map(called, whose.with_id(name)))
        kinds = [one.kind for one in decisions if one.student == name] if others else []
        if kinds:
            lines[name] = f"{', '.join(kinds)}: the same is an id or address of {others}"
    return lines


def moved_lines(
    by_submission: Mapping[str, Sequence[Decision]], rubric: Rubric, history: History
) -> Mapping[str, str]:
    """Say, by submission, which decisions name a check by a number that is another's now."""
    lines: dict[str, str] = {}
    for name, decisions in by_submission.items():
        for one in decisions:
            first, now = history.first_place(name, one.key), place_of(one.question, rubric)
            if first is not None and first != now:
                what = f"{one.kind} on {one.question}: that was {first}, and is {now} now"
                _add(lines, name, what)
    return lines


def gone_lines(decisions: Iterable[Decision], whose: Whose) -> Mapping[str, str]:
    """Say, by student, which decisions are on a question or a check that there is no more."""
    lines: dict[str, str] = {}
    for one in decisions:
        what = f"{one.kind} on {one.question}, which there is no more"
        for name in about_whom(one, whose).about or (one.student,):
            _add(lines, name, what)
    return lines


def excess_lines(
    by_submission: Mapping[str, Sequence[Decision]], rubric: Rubric
) -> Mapping[str, str]:
    """Say, by submission, which decisions that stand give more points than there are now."""
    lines: dict[str, str] = {}
    for name, decisions in by_submission.items():
        last = {place_of(one.question, rubric): one for one in decisions if one.kind == "points"}
        standing = [*last.values(), *(one for one in decisions if one.kind == "adjust")]
        if found := " ".join(filter(None, (excess(one, rubric) for one in standing))):
            lines[name] = found
    return lines
