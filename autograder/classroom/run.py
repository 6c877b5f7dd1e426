"""Grades a class: finds the submissions, grades them, and writes results and pages; no console.

run = grade_class([Path("submissions")], Path("results"))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..grading.setup import GradingSetup
from ..intake.classes import LeftOut
from ..intake.filenames import HandIn
from ..report.blind import WITH_NAMES, Names
from ..report.class_page import Beside
from ..report.concerns import Concern, find_concerns
from ..report.pages import MAX_PAIRS, SIMILAR_PAGE, write_class_page
from ..report.similarity import Likeness
from ..results.changes import Change
from ..results.class_list import ClassList, write_class_list
from ..results.grade import Grade
from ..results.grades_csv import write_grades_csv
from ..scratch import Scratch
from .batch import CannotGoOn, GradeAll, Steps, ToGrade, grade_batch, writing
from .class_pages import compare, remove_other_pages, write_code_pages
from .people import doubtful_lines, excess_lines, excuses, gone_lines, moved_lines, unmatched_lines
from .plan import CannotBegin, ClassOptions, Plan, left_out_lines, make_plan
from .pool import PoolError, grade_here
from .publish import Proposal, commit, not_counting, propose, record
from .several import repeated

__all__ = [
    "CannotBegin",
    "CannotGoOn",
    "ClassOptions",
    "ClassRun",
    "Plan",
    "Proposal",
    "Watcher",
    "grade_class",
    "left_out_lines",
]

USUAL = ClassOptions()
SEVERAL = "Several hand-ins of one student"
IN_VAIN = "Graded again in vain"
COUNTS = "does not count: {} counts"
INSTALL_DASK = "--cluster needs Dask: pip install 'autograder[cluster]'"

Drawn = TypeVar("Drawn")


@dataclass(frozen=True)
class ClassRun:
    """What came of grading a class.

    `handed_in` says whose the submissions are, in the order of `grades`. `class_page` and
    `similar_page` are the pages' paths; None where there is none, or it could not be written.
    `changes` are those of grades that students had before. Nothing is `written` in a dry run, and
    where nobody agreed to the changes. `kept` says how the grader has failed on submissions whose
    students keep the grade they had. `superseded` are submissions that do not count, by name,
    with the one of the same student that counts. `names` says what students are called where the
    run is shown. `excused` is what decisions call students who are excused and have handed in
    nothing.
    """

    grades: tuple[Grade, ...]
    handed_in: tuple[HandIn, ...]
    concerns: tuple[Concern, ...] = ()
    class_page: Path | None = None
    similar_page: Path | None = None
    similar_pairs: int = 0
    left_out: tuple[LeftOut, ...] = ()
    changes: tuple[Change, ...] = ()
    written: bool = True
    kept: Mapping[str, str] = field(default_factory=dict)
    superseded: Mapping[str, str] = field(default_factory=dict)
    names: Names = WITH_NAMES
    excused: tuple[str, ...] = ()

    def counted(self) -> tuple[list[Grade], list[HandIn], list[LeftOut]]:
        """Return the grades that count, whose they are, and what else there is, with the reason."""
        both = zip(self.grades, self.handed_in, strict=True)
        counted = [(grade, one) for grade, one in both if grade.name not in self.superseded]
        others = [LeftOut(name, COUNTS.format(one)) for name, one in self.superseded.items()]
        grades, hand_ins = [grade for grade, _ in counted], [one for _, one in counted]
        return grades, hand_ins, [*others, *self.left_out]


class Watcher:
    """Is called while a class is graded; a command overrides the methods in order to print."""

    def note(self, sentence: str) -> None:
        """Take a sentence about how data are loaded, or about a page that cannot be written."""

    def begin(self, plan: Plan) -> None:
        """Take what will be graded, before it is."""

    def begin_question(self, name: str, question: str) -> None:
        """Note that a question of the submission `name` begins."""

    def end_submission(self, grade: Grade) -> None:
        """Take a grade that is written, or put aside until its change is agreed to."""

    def propose(self, proposal: Proposal) -> None:
        """Take what would be written, where that is not all new."""

    def agrees(self) -> bool:
        """Say whether grades that students have may change as was proposed."""
        return False


def grade_class(
    paths: Sequence[Path],
    out: Path,
    options: ClassOptions = USUAL,
    watcher: Watcher | None = None,
) -> ClassRun:
    """Grade the submissions at `paths`; write results and pages into the folder `out`.

    Paths are submissions, folders of them, or an LMS's archives. Grades that are in `out` from an
    earlier run and still hold are not made again. Where a student has a grade already, nothing is
    written before all are graded, and changes are agreed to by the options or the `watcher`.
    Raises `CannotBegin` and `CannotGoOn`.
    """
    watcher = watcher or Watcher()
    with Scratch() as scratch:
        plan = make_plan(paths, out, options, scratch, watcher.note)
        watcher.begin(plan)
        grades = _grade(plan, _grade_all(plan.setup, options, watcher), watcher)
        changes: tuple[Change, ...] = ()
        kept: Mapping[str, str] = {}
        if plan.stage is not None:
            proposal = propose(plan)
            watcher.propose(proposal)
            grades, changes, kept = list(proposal.grades), proposal.changes, proposal.kept
            agreed = options.yes or not changes or watcher.agrees()
            if options.dry_run or not agreed:
                return ClassRun(
                    grades=tuple(grades),
                    handed_in=plan.handed_in,
                    left_out=plan.left_out,
                    changes=changes,
                    written=False,
                    kept=kept,
                )
            with writing(out, "the same command writes the others"):
                for wrong in commit(plan, proposal):
                    watcher.note(wrong)
        instead = not_counting(plan, grades)
        concerns = _concerns(plan, grades, instead, kept)
        _write_table(plan, grades, instead)
        class_page, similar_page, pairs = _draw_class(plan, grades, concerns, instead, watcher)
    shown = tuple(concerns) if len(grades) > 1 else ()
    return ClassRun(
        grades=tuple(grades),
        handed_in=plan.handed_in,
        concerns=shown,
        class_page=class_page,
        similar_page=similar_page,
        similar_pairs=len(pairs),
        left_out=plan.left_out,
        changes=changes,
        kept=kept,
        superseded=instead,
        names=plan.names,
        excused=tuple(one.student for one in plan.decided.others if excuses(one)),
    )


def _grade_all(setup: GradingSetup, options: ClassOptions, watcher: Watcher) -> GradeAll:
    """Return what grades submissions, here or on a cluster; raises `CannotBegin`."""
    progress = watcher.begin_question
    if not options.cluster:
        return lambda submissions: grade_here(setup, submissions, options.jobs, progress)
    try:
        from .cluster import connect, grade_on_cluster  # noqa: PLC0415 - Dask is an extra
    except ImportError:
        raise CannotBegin(INSTALL_DASK) from None
    try:
        client = connect(options.cluster)
    except PoolError as error:
        raise CannotBegin(str(error)) from None
    return lambda submissions: grade_on_cluster(client, setup, submissions, progress)


def _grade(plan: Plan, grade_all: GradeAll, watcher: Watcher) -> list[Grade]:
    """Grade all that is not resumed; raises `CannotGoOn` where that fails."""

    def complete(grade: Grade) -> Grade:
        return plan.give(plan.earlier.complete(grade))

    def before(grade: Grade) -> None:
        record(plan, grade)
        _draw(partial(plan.writer.draw, grade), f"the page of {grade.name}", watcher)

    batch = ToGrade(plan.submissions, plan.out, plan.resumed, plan.left_out, plan.stage)
    try:
        return grade_batch(batch, grade_all, Steps(complete, before, watcher.end_submission))
    except CannotGoOn:
        raise
    except PoolError as error:
        raise CannotGoOn(str(error)) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        message = f"the grader failed; grades that are in {plan.out} are not lost. {reason}"
        raise CannotGoOn(message) from error


def _write_table(plan: Plan, grades: Sequence[Grade], instead: Mapping[str, str]) -> None:
    """Write the table of all grades, and which of them count; raises `CannotGoOn`."""
    notes = {name: COUNTS.format(one) for name, one in instead.items()}
    with writing(plan.out, "grades.csv is to be made again by the same command"):
        write_class_list(plan.out, ClassList(tuple(one.name for one in grades), instead))
        write_grades_csv(plan.out, grades, plan.left_out, notes)


def _concerns(
    plan: Plan, grades: Sequence[Grade], instead: Mapping[str, str], kept: Mapping[str, str]
) -> list[Concern]:
    """Find what needs a person, with students called as on the pages."""
    names, rule = plan.names, plan.rubric.hand_ins
    known = {one.name for one in plan.submissions}
    unnamed = dict.fromkeys({*(rule.named if rule else ())} - known, "named in grading.yml")
    nobody = unmatched_lines(plan.decided.unknown, plan.decided.whose, names.name)
    cases = {
        IN_VAIN: kept,
        "Decisions about nobody": unnamed | {**nobody},
        "About somebody else?": doubtful_lines(
            plan.decided.by_submission, plan.decided.whose, names.name
        ),
        "Decisions on another check": moved_lines(
            plan.decided.by_submission, plan.rubric, plan.history
        ),
        "Decisions on what is gone": gone_lines(plan.decided.gone, plan.decided.whose),
        "More points than there are": excess_lines(plan.decided.by_submission, plan.rubric),
        SEVERAL: _repeated(plan, grades, instead),
    }
    others = {title: names.cases(of) for title, of in cases.items()}
    return find_concerns(names.grades(grades), names.cases(plan.earlier.unreadable), others)


def _repeated(plan: Plan, grades: Sequence[Grade], instead: Mapping[str, str]) -> dict[str, str]:
    """Say of every student with several hand-ins which ones there are, and which one counts."""
    names, lines = plan.names, {}
    for name, others in repeated(grades, plan.handed_in).items():
        if name in instead:
            lines[name] = COUNTS.format(names.name(instead[name]))
        elif any(other in instead for other in others):
            lines[name] = "it counts"
        else:
            called = ", ".join(map(names.name, others))
            lines[name] = f"{called}, too; which one counts is not decided"
    return lines


def _draw_class(
    plan: Plan,
    grades: Sequence[Grade],
    concerns: Sequence[Concern],
    instead: Mapping[str, str],
    watcher: Watcher,
) -> tuple[Path | None, Path | None, tuple[Likeness, ...]]:
    """Write the pages of the class and of its code; return the paths of the class's page and of
    that of similar submissions, and the pairs that are alike.
    """
    names = plan.names
    _draw(partial(remove_other_pages, plan), "an earlier page", watcher)
    wrong = _draw(lambda: [*write_code_pages(plan, grades)], "a page with code", watcher)
    for sentence in wrong or ():
        watcher.note(sentence)
    found = None
    if plan.similar:
        found = _draw(partial(compare, plan), "the page of similar submissions", watcher)
    others = frozenset(map(names.name, instead))
    beside = Beside((found or ())[:MAX_PAIRS], names.blind, others)
    about = (names.grades(grades), concerns, names.left_out(plan.left_out), beside)
    draw = partial(write_class_page, plan.pages, *about)
    class_page = _draw(draw, "the page of the class", watcher)
    return class_page, None if found is None else plan.pages / SIMILAR_PAGE, found or ()


def _draw(write: Callable[[], Drawn], what: str, watcher: Watcher) -> Drawn | None:
    """Write a page; where that fails the grades, which are written already, stay."""
    try:
        return write()
    except Exception as error:  # noqa: BLE001 - a page is not worth a grade
        watcher.note(f"{what} could not be written: {error!r}")
        return None
