"""Grades a class: finds the submissions, grades them, and writes results and pages; no console.

run = grade_class([Path("submissions")], Path("results"))
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..datasets.catalogue import DEFAULT_CACHE, DatasetError, load
from ..files import prepare_folder
from ..grading.grader import try_to_read
from ..grading.setup import GradingSetup, Options
from ..intake.bulk import BulkError, find_all
from ..intake.classes import LeftOut
from ..intake.filenames import HandIn
from ..intake.submissions import (
    Submitted,
    name_submissions,
    read_submission,
    who_handed_in,
)
from ..project import CHECKS, ROOT, MissingFolder, project_folder
from ..report.concerns import Concern, find_concerns
from ..report.pages import write_class_page, write_similar_page, write_student_page
from ..report.similarity import INSTALL, find_similar, is_installed, own_code
from ..results.grade import Grade
from ..rubric.rubric import Rubric, RubricError, load_rubric
from ..sandbox.isolation import IsolationError, choose, for_workers
from ..scratch import Scratch
from .batch import Batch, GradeAll, ResultsError, Steps, grade_batch
from .pool import PoolError, SubmissionTask, grade_here
from .resume import Earlier, OtherSeed, look_back

GRADING_FILE = ROOT / "grading.yml"
MOST_LINES = 30  # about what is left out; grades.csv and the class page name all
INSTALL_DASK = "--cluster needs Dask: pip install 'autograder[cluster]'"

REFUSALS = (
    BulkError,
    DatasetError,
    FileNotFoundError,
    IsolationError,
    MissingFolder,
    RubricError,
)
Drawn = TypeVar("Drawn")


class CannotBegin(Exception):
    """What was asked for cannot be graded; nothing was. The message says why."""


class CannotGoOn(Exception):
    """Grading has failed on the way; grades that are written are whole."""


@dataclass(frozen=True)
class ClassOptions:
    """How a class is graded; the fields are called as the options of `autograder grade`.

    Without a `seed` one is drawn, but for questions graded again, which have the old one; without
    `jobs` there is a grader for each core; `only` names the one question to grade; `fresh` grades
    again what has a grade already; `cluster` is the address of a scheduler whose workers grade;
    with `similar`, submissions that are like each other are pointed out.
    """

    data: str = "sample"
    seed: int | None = None
    isolation: str = "auto"
    jobs: int | None = None
    only: str | None = None
    fresh: bool = False
    cluster: str | None = None
    similar: bool = False


@dataclass(frozen=True)
class Plan:
    """What will be graded: the submissions, those of them with a grade that still holds, and how.

    `earlier` is what an earlier run has left: what holds of it is resumed, and what is graded now
    is added to it. `data` is as the options say. `left_out` is what lies among the
    submissions and is none.
    """

    submissions: tuple[SubmissionTask, ...]
    handed_in: tuple[HandIn, ...]
    out: Path
    rubric: Rubric
    setup: GradingSetup
    earlier: Earlier
    data: str
    left_out: tuple[LeftOut, ...]

    @property
    def resumed(self) -> Mapping[str, Grade]:
        """The grades, by submission, that are not made again."""
        return self.earlier.resumed


@dataclass(frozen=True)
class ClassRun:
    """What came of grading a class.

    `handed_in` says whose the submissions are, in the order of `grades`. `class_page` and
    `similar_page` are the pages' paths; None where there is none, or it could not be written.
    """

    grades: tuple[Grade, ...]
    handed_in: tuple[HandIn, ...]
    concerns: tuple[Concern, ...]
    class_page: Path | None
    similar_page: Path | None = None
    similar_pairs: int = 0
    left_out: tuple[LeftOut, ...] = ()


class Watcher:
    """Is called while a class is graded; a command overrides the methods in order to print."""

    def note(self, sentence: str) -> None:
        """Take a sentence about how data are loaded, or about a page that cannot be written."""

    def begin(self, plan: Plan) -> None:
        """Take what will be graded, before it is."""

    def begin_question(self, name: str, question: str) -> None:
        """Note that a question of the submission `name` begins."""

    def end_submission(self, grade: Grade) -> None:
        """Take a grade that is written."""


def grade_class(
    paths: Sequence[Path],
    out: Path,
    options: ClassOptions = ClassOptions(),
    watcher: Watcher | None = None,
) -> ClassRun:
    """Grade the submissions at `paths`; write results and pages into the folder `out`.

    Paths are submissions, folders of them, or an LMS's archives. Grades that are in `out` from an
    earlier run and still hold are not made again. Raises `CannotBegin` and `CannotGoOn`.
    """
    watcher = watcher or Watcher()
    with Scratch() as scratch:
        plan = _plan(paths, out, options, scratch, watcher)
        watcher.begin(plan)
        grades = _grade(plan, _grade_all(plan.setup, options, watcher), watcher)
        concerns = find_concerns(grades, plan.earlier.unreadable)
        draw = partial(write_class_page, out, grades, concerns, plan.left_out)
        class_page = _draw(draw, "the page of the class", watcher)
        pairs, similar_page = 0, None
        if options.similar:
            compare = partial(_compare, plan, out)
            found = _draw(compare, "the page of similar submissions", watcher)
            pairs, similar_page = found or (0, None)
    shown = tuple(concerns) if len(grades) > 1 else ()
    return ClassRun(
        *(tuple(grades), plan.handed_in, shown, class_page),
        *(similar_page, pairs, plan.left_out),
    )


def _plan(
    paths: Sequence[Path], out: Path, options: ClassOptions, scratch: Path, watcher: Watcher
) -> Plan:
    """Find out what there is to grade; raises `CannotBegin`."""
    if options.similar and not is_installed():
        raise CannotBegin(INSTALL)
    try:
        if options.similar:
            project_folder("assignment")  # what students were given is nothing they share
        found = find_all(paths, scratch)
        whole = load_rubric(GRADING_FILE, CHECKS)
        if options.only:
            whole.only(options.only)  # refuses a question that there is not
        level = (for_workers if options.cluster else choose)(options.isolation)
        if not found.submissions:
            named = "".join(f"\n{line}" for line in left_out_lines(found.left_out))
            raise CannotBegin(f"there is nothing to grade: no submission was found.{named}")
        data = load(options.data, DEFAULT_CACHE, report=watcher.note)
    except REFUSALS as error:
        raise CannotBegin(str(error)) from None
    try:
        prepare_folder(out)
    except OSError as error:
        raise CannotBegin(f"results cannot be written in {out}: {error.strerror}.") from None
    names = dict(zip(name_submissions(found.submissions), found.submissions, strict=True))
    earlier = Earlier(out, whole)
    if options.only or not options.fresh:
        try:
            earlier = look_back(out, names, whole, data, options.only, options.seed)
        except OtherSeed as error:
            raise CannotBegin(str(error)) from None
    seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    return Plan(
        submissions=tuple(
            SubmissionTask(path, name, _options(earlier, name)) for name, path in names.items()
        ),
        handed_in=tuple(map(who_handed_in, found.submissions)),
        out=out,
        rubric=whole,
        setup=GradingSetup(whole, data, level, seed),
        earlier=earlier,
        data=options.data,
        left_out=found.left_out,
    )


def left_out_lines(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Say, a line each, what is no submission and why; of many, the first ones."""
    for one in left_out[:MOST_LINES]:
        yield f"left out: {one.name}: {one.reason}"
    if left_out[MOST_LINES:]:
        yield f"left out: {len(left_out) - MOST_LINES} more"


def _options(earlier: Earlier, name: str) -> Options:
    """Return how a submission is graded: what does not hold of it, with the seed of before."""
    grade = earlier.grades.get(name)
    return Options(seed=grade.seed if grade else None, questions=earlier.waiting.get(name))


def _grade_all(setup: GradingSetup, options: ClassOptions, watcher: Watcher) -> GradeAll:
    """Return what grades submissions, here or on a cluster; raises `CannotBegin`."""
    progress = watcher.begin_question
    if not options.cluster:
        return lambda submissions: grade_here(setup, submissions, options.jobs, progress)
    try:
        # Dask is an extra, and takes a second to import.
        from .cluster import connect, grade_on_cluster  # noqa: PLC0415
    except ImportError:
        raise CannotBegin(INSTALL_DASK) from None
    try:
        client = connect(options.cluster)
    except PoolError as error:
        raise CannotBegin(str(error)) from None
    return lambda submissions: grade_on_cluster(client, setup, submissions, progress)


def _grade(plan: Plan, grade_all: GradeAll, watcher: Watcher) -> list[Grade]:
    """Grade all that is not resumed; raises `CannotGoOn` where that fails."""

    def draw(grade: Grade) -> None:
        plan.earlier.make_way(grade.name)
        _draw(partial(write_student_page, plan.out, grade), f"the page of {grade.name}", watcher)

    batch = Batch(plan.submissions, plan.out, plan.resumed, plan.left_out)
    try:
        plan.earlier.write_again(draw)
        steps = Steps(plan.earlier.complete, draw, watcher.end_submission)
        return grade_batch(batch, grade_all, steps)
    except (ResultsError, PoolError) as error:
        raise CannotGoOn(str(error)) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        message = f"the grader failed; grades that are in {plan.out} are not lost. {reason}"
        raise CannotGoOn(message) from error


def _compare(plan: Plan, out: Path) -> tuple[int, Path]:
    """Write a page of submissions that are like each other; return how many pairs, and its path."""
    codes = {}
    for one in plan.submissions:
        read = try_to_read(one.path, one.name)
        if isinstance(read, Submitted):  # what cannot be read is like nothing
            codes[one.name] = own_code(read.files)
    pairs = find_similar(codes, own_code(read_submission(project_folder("assignment")).files))
    return len(pairs), write_similar_page(out, plan.rubric.title, len(codes), pairs)


def _draw(write: Callable[[], Drawn], what: str, watcher: Watcher) -> Drawn | None:
    """Write a page; where that fails the grades, which are written already, stay."""
    try:
        return write()
    except Exception as error:  # noqa: BLE001 - a page is not worth a grade
        watcher.note(f"{what} could not be written: {error!r}")
        return None
