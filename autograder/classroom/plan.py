"""What will be graded of a class: finds the submissions, and what an earlier run has left."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

from ..datasets.catalogue import DEFAULT_CACHE, Data, DatasetError, load_chosen
from ..files import prepare_folder
from ..grading.setup import GradingSetup, Options
from ..grading.words import in_language
from ..intake.bulk import BulkError, find_all
from ..intake.classes import Found, LeftOut
from ..intake.filenames import HandIn
from ..intake.submissions import who_handed_in
from ..lms.reading import read_roster
from ..lms.roster import Roster, RosterError
from ..lms.times import TimesError, read_times
from ..project import CHECKS, ROOT, MissingFolder, project_folder
from ..report.blind import WITH_NAMES, Names
from ..report.drawn import draw_ahead
from ..report.similarity import INSTALL, is_installed
from ..results.decisions import DECISIONS, Decision, DecisionError, is_gone, read_decisions
from ..results.given import Context, HandInTime, give
from ..results.grade import Grade
from ..results.history import HISTORY, Given, History
from ..results.pseudonyms import NoPseudonyms, read_key
from ..results.results_json import grade_file
from ..results.whose import Whose
from ..rubric.rubric import Rubric, RubricError, load_rubric
from ..sandbox.isolation import Isolation, IsolationError, choose, for_workers
from .blind import ClassMember, make_blind
from .earlier import Earlier
from .people import (
    decisions_by_submission,
    named_to_count,
    result_names,
    unknown_ones,
    with_files,
    with_roster,
)
from .pool import SubmissionTask, unchanged, usual_jobs
from .readings import Readings
from .resume import OtherSeed, Request, look_back
from .stage import Stage
from .times import hand_in_times
from .writers import Writer

GRADING_FILE = ROOT / "grading.yml"
MOST_LINES = 30  # about what is left out; grades.csv and the class page name all

REFUSALS = (
    BulkError,
    DatasetError,
    FileNotFoundError,
    IsolationError,
    MissingFolder,
    RubricError,
)


class CannotBegin(Exception):
    """What was asked for cannot be graded; nothing was. The message says why."""


@dataclass(frozen=True)
class ClassOptions:
    """How a class is graded; the fields are called as the options of `autograder grade`.

    Without `data`, grading.yml names the dataset. Without a `seed` one is drawn, but for questions
    graded again, which have the old one; without `jobs` there is a grader for each core; `only`
    names the one question to grade; `fresh` grades again what has a grade already; `cluster` is the
    address of a scheduler whose workers grade; with `similar`, submissions that are like each other
    are pointed out; with `dry_run` grades are made and not written; with `yes` grades that change
    are written without a question. `decisions` is the file of what people have decided, by default
    `decisions.csv` beside the results; `roster` says who the students are, and `times` when they
    handed in. With `blind`, pages show pseudonyms.
    `language` is what students are told everything in, by default as `grading.yml` says.
    """

    data: str | None = None
    seed: int | None = None
    isolation: str = "auto"
    jobs: int | None = None
    only: str | None = None
    fresh: bool = False
    cluster: str | None = None
    similar: bool = False
    dry_run: bool = False
    yes: bool = False
    decisions: Path | None = None
    roster: Path | None = None
    times: Path | None = None
    blind: bool = False
    language: str | None = None


@dataclass(frozen=True)
class Decided:
    """What people have decided, by submission, and about `others` who have not handed in, of whom
    some are `unknown` to the roster; those on a question or a check that is `gone` are not applied.

    Also when each submission was handed in and whose it is, and which ones are `named` to count.
    """

    by_submission: Mapping[str, Sequence[Decision]] = field(default_factory=dict)
    others: tuple[Decision, ...] = ()
    unknown: tuple[Decision, ...] = ()
    times: Mapping[str, HandInTime] = field(default_factory=dict)
    whose: Whose = field(default_factory=Whose)
    named: tuple[str, ...] = ()
    gone: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What will be graded: the submissions, those of them with a grade that still holds, and how.

    `earlier` is what an earlier run has left: what holds of it is resumed, and what is graded now
    is added to it. `history` has all grades that were ever given. `data` is as the options say.
    `left_out` is what lies among the submissions and is none. Results wait in `stage` until their
    changes are agreed to; it is None where nobody has a grade yet, so that nothing can change.
    `names` says what students are called on pages; `similar` is as the options say,
    and `jobs` is how many processes write pages.
    `readings` is what people read of the submissions.
    """

    submissions: tuple[SubmissionTask, ...]
    handed_in: tuple[HandIn, ...]
    out: Path
    rubric: Rubric
    setup: GradingSetup
    earlier: Earlier
    history: History
    data: str
    left_out: tuple[LeftOut, ...]
    stage: Stage | None = None
    decided: Decided = Decided()
    names: Names = WITH_NAMES
    similar: bool = False
    jobs: int = 1
    readings: Readings = field(default_factory=Readings)

    @property
    def writer(self) -> Writer:
        """What writes results and pages."""
        return Writer(self.out, self.rubric.title, self.names, self.rubric.language)

    @property
    def pages(self) -> Path:
        """The folder for pages."""
        return self.names.folder(self.out)

    @property
    def resumed(self) -> Mapping[str, Grade]:
        """The grades, by submission, that are not made again."""
        return self.earlier.resumed

    @property
    def history_loss(self) -> str:
        """What is not there of the history, in a sentence; empty if it is whole."""
        return self.history.loss(self.earlier.given.values())

    def given(self, name: str) -> Given | None:
        """Return the grade that a submission's student has."""
        return self.earlier.given.get(name) or self.history.last(name)

    def give(self, grade: Grade) -> Grade:
        """Return a grade, as it was measured, with what people have decided."""
        before = self.given(grade.name)

        def beneath(decision: Decision, place: str, now: float | None) -> float | None:
            if before is None:
                return now
            known = before.decisions.get(decision.key)
            return before.measured(place) if known is None else known.beneath

        decisions = self.decided.by_submission.get(grade.name, ())
        time = self.decided.times.get(grade.name, HandInTime())
        whose = self.decided.whose.hand_ins.get(grade.name)
        answer = self.readings.of(grade.name).reading.answer
        given = give(grade, self.rubric, Context(decisions, time, answer, beneath))
        return replace(in_language(given), hand_in=whose)


def make_plan(
    paths: Sequence[Path],
    out: Path,
    options: ClassOptions,
    scratch: Path,
    note: Callable[[str], None],
) -> Plan:
    """Find out what there is to grade; raises `CannotBegin`. `note` takes sentences about data."""
    found, whole, level, data = _find(paths, options, scratch, note)
    history = _prepare(out)
    from_lms = tuple(map(who_handed_in, found.submissions))
    names = dict(
        zip(result_names(found.submissions, from_lms, out), found.submissions, strict=True)
    )
    try:
        roster = read_roster(options.roster) if options.roster else None
        handed_in = with_roster(with_files(from_lms, found.submissions), roster)
        whose = Whose(dict(zip(names, handed_in, strict=True)), read_key(out))
        decided = _decided(options, out, whole, whose, roster, history)
        both = zip(from_lms, handed_in, strict=True)
        class_ = [ClassMember(*one) for one in zip(names, found.submissions, both, strict=True)]
        called = _names(out, whole.title, class_, roster, options)
        request = Request(options.only, options.seed, options.fresh)
        readings = _read(names, out, whole, options)
        earlier = look_back(out, names, whole, data, request, readings)
    except (DecisionError, OtherSeed, RosterError, TimesError) as error:
        raise CannotBegin(str(error)) from None
    first = not any(name in earlier.given or history.last(name) for name in names)
    staged = any(one.staged for one in earlier.results.values())
    stage = earlier.stage if options.dry_run or staged or not first else None
    finish = draw_ahead if stage is None else unchanged  # else pages are written when all is graded
    seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    return Plan(
        submissions=tuple(
            SubmissionTask(path, name, _options(earlier, name), finish)
            for name, path in names.items()
        ),
        handed_in=handed_in,
        out=out,
        rubric=whole,
        setup=GradingSetup(whole, data, level, seed),
        earlier=earlier,
        history=history,
        data=options.data or whole.data,
        left_out=found.left_out,
        stage=stage,
        decided=decided,
        names=called,
        similar=options.similar,
        jobs=options.jobs or usual_jobs(),
        readings=readings,
    )


def _find(
    paths: Sequence[Path], options: ClassOptions, scratch: Path, note: Callable[[str], None]
) -> tuple[Found, Rubric, Isolation, Data]:
    """Find the submissions, and what they are graded with; raises `CannotBegin`."""
    if options.similar and not is_installed():
        raise CannotBegin(INSTALL)
    try:
        if options.similar:
            project_folder("assignment")  # what students were given is nothing they share
        found = find_all(paths, scratch)
        whole = load_rubric(GRADING_FILE, CHECKS, language=options.language)
        if options.only:
            whole.only(options.only)  # refuses a question that there is not
        level = (for_workers if options.cluster else choose)(options.isolation)
        if not found.submissions:
            others = "".join(f"\n{line}" for line in left_out_lines(found.left_out))
            raise CannotBegin(f"there is nothing to grade: no submission was found.{others}")
        data = load_chosen(options.data, whole.data, DEFAULT_CACHE, report=note)
    except REFUSALS as error:
        raise CannotBegin(str(error)) from None
    return found, whole, level, data


def _prepare(out: Path) -> History:
    """Make the folder for results, and read its history; raises `CannotBegin`."""
    try:
        prepare_folder(out)
    except OSError as error:
        raise CannotBegin(f"results cannot be written in {out}: {error.strerror}.") from None
    try:
        return History(out)
    except OSError as error:
        raise CannotBegin(f"{out / HISTORY} cannot be read: {error.strerror}.") from None


def _decided(
    options: ClassOptions,
    out: Path,
    rubric: Rubric,
    whose: Whose,
    roster: Roster | None,
    history: History,
) -> Decided:
    """Read what people have decided, and when submissions were handed in; raises `DecisionError`
    and `TimesError`.
    """
    read = read_decisions(options.decisions or out / DECISIONS, rubric, history.parts)
    zone = (rubric.late.deadline.tzinfo if rubric.late else None) or UTC
    table = read_times(options.times, zone) if options.times else {}
    decisions = [one for one in read if not is_gone(one, rubric)]
    by_submission, others = decisions_by_submission(decisions, whose)
    return Decided(
        by_submission,
        others,
        unknown_ones(others, roster),
        hand_in_times(whose, roster, table, zone),
        whose,
        named_to_count(decisions, by_submission),
        tuple(one for one in read if is_gone(one, rubric)),
    )


def _names(
    out: Path,
    title: str,
    class_: Sequence[ClassMember],
    roster: Roster | None,
    options: ClassOptions,
) -> Names:
    """Return what students are called on pages; raises `CannotBegin`."""
    if not options.blind:
        return WITH_NAMES
    try:
        return make_blind(out, title, class_, roster, write=not options.dry_run)
    except NoPseudonyms as error:
        raise CannotBegin(f"pseudonyms cannot be given: {error}") from None


def left_out_lines(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Say, a line each, what is no submission and why; of many, the first ones."""
    for one in left_out[:MOST_LINES]:
        yield f"left out: {one.name}: {one.reason}"
    if left_out[MOST_LINES:]:
        yield f"left out: {len(left_out) - MOST_LINES} more"


def _read(names: Mapping[str, Path], out: Path, rubric: Rubric, options: ClassOptions) -> Readings:
    """Read the submissions that have a result: it may hold."""
    readings = Readings(names, rubric.written)
    there = (name for name in names if grade_file(out, name).exists())
    readings.read(there, options.jobs or usual_jobs())
    return readings


def _options(earlier: Earlier, name: str) -> Options:
    """Return how a submission is graded: what does not hold of it, with the seed of before."""
    one = earlier.results[name]
    return Options(seed=one.grade.seed if one.grade else None, questions=one.waiting)
