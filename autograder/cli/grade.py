"""Grades what `autograder grade` finds, with progress on the way and tables at the end."""

import secrets
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..classroom.stopping import stopped
from .inputs import Fault, Refused, project_folder, read_data, read_rubric

if TYPE_CHECKING:
    from rich.console import Console

    from ..classroom.pool import Progress, Task
    from ..datasets.catalogue import Data
    from ..lms.exports import Finish
    from ..report.live import Board
    from ..results.grade import Grade
    from ..rubric.rubric import Rubric
    from ..sandbox.isolation import Isolation

    GradeTasks = Callable[[Sequence[Task]], Generator[Grade, None, None]]


@dataclass(frozen=True)
class Wishes:
    """How to grade: what `autograder grade` is told by its options.

    Without a `seed` one is drawn, but for questions graded again, which have the old one; without
    `jobs` there is a grader for each core; `fresh` grades again what has a grade already;
    `cluster` is the address of a scheduler whose workers grade; with `similar`, submissions that
    are like each other are pointed out.
    """

    data: str = "sample"
    seed: int | None = None
    isolation: str = "auto"
    jobs: int | None = None
    only: str | None = None
    fresh: bool = False
    cluster: str | None = None
    similar: bool = False


def grade_paths(
    paths: Sequence[Path], out: Path, wishes: Wishes, finish: "Finish | None" = None
) -> None:
    """Grade the submissions at `paths` and write the results into `out`.

    `finish` is told the grades and the submissions at the end. Raises `Refused` and `Fault`.
    """
    from ..files import prepare_folder
    from ..intake.submissions import find_submissions, name_submissions
    from ..report.similarity import INSTALL, is_installed
    from ..rubric.rubric import RubricError
    from ..sandbox.isolation import IsolationError, choose, for_workers

    if wishes.similar and not is_installed():
        raise Refused(INSTALL)
    if wishes.similar:
        project_folder("assignment")  # what students were given is nothing they share
    whole = read_rubric()
    try:
        found = find_submissions(paths)
        rubric = whole.only(wishes.only) if wishes.only else whole
        level = (for_workers if wishes.cluster else choose)(wishes.isolation)
    except (FileNotFoundError, RubricError, IsolationError) as error:
        raise Refused(str(error)) from None
    if not found:
        raise Refused("there is nothing to grade: no submission was found.")

    from rich.console import Console

    from ..classroom.pool import grade_here
    from ..grading.fingerprint import merge
    from ..report.concerns import find_concerns
    from ..report.live import Board
    from ..report.pages import CLASS_PAGE, write_class_page
    from ..report.terminal import class_table, concern_table, grade_table

    console = Console()
    digits = read_data(wishes.data)
    try:
        prepare_folder(out)
    except OSError as error:
        raise Refused(f"results cannot be written in {out}: {error.strerror}.") from None
    names = dict(zip(name_submissions(found), found, strict=True))
    earlier = {} if wishes.fresh else _earlier(names, out, whole, digits, wishes.seed)
    seed = secrets.randbelow(2**31) if wishes.seed is None else wishes.seed
    console.print(f"isolation {level.level}; data {wishes.data}; seed {seed}", markup=False)
    if level.note:
        console.print(level.note, markup=False)
    name, _ = rubric.exam_for(digits.name)
    if name != digits.name:
        console.print(f"thresholds are those of {name}: none were measured for {digits.name}")
    kept = {} if wishes.only else earlier
    seeds = {name: grade.seed for name, grade in earlier.items()}  # for --only
    if kept:
        console.print(f"{len(kept)} of {len(found)} grades hold from before (--fresh: grade again)")

    def complete(grade: "Grade") -> "Grade":
        old = earlier.get(grade.name)
        return merge(old, grade, whole) if old is not None and wishes.only else grade

    board = Board(console, len(found) - len(kept))
    grade_tasks: GradeTasks
    if wishes.cluster:
        grade_tasks = _cluster(wishes, rubric, digits, level, seed, board.begins)
    else:
        usual = partial(grade_here, rubric, digits, level, seed)
        grade_tasks = partial(usual, jobs=wishes.jobs, progress=board.begins)
    grades = _grade(grade_tasks, found, out, board, kept, complete, seeds)
    drawn = _write(console, "the page of the class", partial(write_class_page, out, grades))
    if wishes.similar:
        compare = partial(_compare, console, names, out, whole.title)
        _write(console, "the page of similar submissions", compare)
    console.print()
    console.print(grade_table(grades[0]) if len(grades) == 1 else class_table(grades))
    concerns = find_concerns(grades) if len(grades) > 1 else []
    if concerns:
        console.print(concern_table(concerns))
    page = f"; the class in {out / CLASS_PAGE}" if drawn else ""
    console.print(f"results in {out}/{page}", markup=False, soft_wrap=True)
    if finish is not None:
        finish(grades, found)
    if any(grade.fault for grade in grades):
        raise Fault("the grader itself failed on a submission; see its result for what happened.")


def _grade(
    grade_tasks: "GradeTasks",
    found: Sequence[Path],
    out: Path,
    board: "Board",
    kept: Mapping[str, "Grade"],
    complete: Callable[["Grade"], "Grade"],
    seeds: Mapping[str, int],
) -> list["Grade"]:
    """Grade all that is not kept; raises `Fault` where that fails."""
    from ..classroom.batch import ResultsError, grade_all
    from ..classroom.cluster import ClusterError
    from ..classroom.pool import PoolError
    from ..report.pages import write_student_page

    def draw(grade: "Grade") -> None:
        what = f"the page of {grade.name}"
        _write(board.console, what, partial(write_student_page, out, grade))

    try:
        with board:
            return grade_all(grade_tasks, found, out, draw, board.ends, kept, complete, seeds)
    except KeyboardInterrupt as error:
        there = f"{board.done + len(kept)} of {len(found)} grades, all whole, are in {out}/"
        raise stopped(f"Stopped: {there}; the same command goes on from there.", error) from None
    except (ResultsError, PoolError, ClusterError) as error:
        raise Fault(f"{error}") from error
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise Fault(f"the grader failed; grades that are in {out} are not lost. {said}") from error


def _compare(console: "Console", names: Mapping[str, Path], out: Path, title: str) -> None:
    """Point out submissions that are like each other."""
    from ..grading.grader import try_to_read
    from ..intake.submissions import Submitted, read_submission
    from ..report.pages import write_similar_page
    from ..report.similarity import find_similar, own_code

    codes = {}
    for name, path in names.items():
        read = try_to_read(path, name)
        if isinstance(read, Submitted):  # what cannot be read is like nothing
            codes[name] = own_code(read.files)
    pairs = find_similar(codes, own_code(read_submission(project_folder("assignment")).files))
    path = write_similar_page(out, title, len(codes), pairs)
    console.print(f"{len(pairs)} pairs are alike: {path}", markup=False)


def _write(console: "Console", what: str, write: Callable[[], object]) -> bool:
    """Write a page and return whether it is there; grades, which are written already, stay."""
    try:
        write()
        return True
    except Exception as error:  # noqa: BLE001 - a page is not worth a grade
        console.print(f"{what} could not be written: {error!r}", markup=False)
        return False


def _earlier(
    names: Mapping[str, Path], out: Path, rubric: "Rubric", digits: "Data", seed: int | None
) -> dict[str, "Grade"]:
    """The whole grades in `out`, pages and all, that still hold for these submissions, and for the
    seed if one is given."""
    from ..grading.fingerprint import basis, find_kept, is_complete
    from ..report.pages import page_name

    return {
        name: grade
        for name, grade in find_kept(out, names, rubric, basis(rubric, digits)).items()
        if is_complete(grade, rubric) and seed in (None, grade.seed)
        if (out / page_name(name)).exists()  # else somebody has removed it
    }


def _cluster(
    wishes: Wishes,
    rubric: "Rubric",
    digits: "Data",
    level: "Isolation",
    seed: int,
    progress: "Progress",
) -> "GradeTasks":
    """What grades tasks on a cluster's workers."""
    from ..classroom.cluster import ClusterError, connect, grade_on_cluster, new_job
    from ..grading.grader import fault

    assert wishes.cluster is not None
    try:
        client = connect(wishes.cluster)
    except ClusterError as error:
        raise Refused(str(error)) from None
    job = new_job(rubric, digits, wishes.isolation, seed)
    lost = partial(fault, rubric, digits.name, level, seed)

    def grade_tasks(tasks: "Sequence[Task]") -> "Generator[Grade, None, None]":
        with client:
            yield from grade_on_cluster(client, job, tasks, lost, progress)

    return grade_tasks
