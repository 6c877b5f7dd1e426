"""Grades what `autograder grade` finds, with progress on the way and tables at the end."""

import secrets
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .inputs import Fault, Refused, read_data, read_rubric
from .stopping import stopped

if TYPE_CHECKING:
    from .exports import Finish
    from .grade import Grade
    from .pool import Progress, Task
    from .rubric import Rubric


@dataclass(frozen=True)
class Wishes:
    """How to grade: what `autograder grade` is told by its options.

    Without a `seed` it is that of the grades that are kept, else one is drawn; without `jobs` there
    is a grader for each core; `fresh` grades again what has a grade already.
    """

    data: str = "sample"
    seed: int | None = None
    isolation: str = "auto"
    jobs: int | None = None
    only: str | None = None
    fresh: bool = False


def grade_paths(
    paths: Sequence[Path], out: Path, wishes: Wishes, finish: "Finish | None" = None
) -> None:
    """Grade the submissions at `paths` and write the results into `out`.

    `finish` is told the grades and the submissions at the end. Raises `Refused` and `Fault`.
    """
    from .intake import find_submissions, name_submissions
    from .results import prepare_folder
    from .rubric import RubricError
    from .sandbox.isolation import IsolationError, choose

    whole = read_rubric()
    try:
        found = find_submissions(paths)
        rubric = whole.only(wishes.only) if wishes.only else whole
        level = choose(wishes.isolation)
    except (FileNotFoundError, RubricError, IsolationError) as error:
        raise Refused(str(error)) from None
    if not found:
        raise Refused("there is nothing to grade: no submission was found.")

    from rich.console import Console

    from .batch import ResultsError, grade_all
    from .grading import Grader, fault
    from .kept import merge
    from .pool import PoolError
    from .report.live import Board
    from .report.terminal import class_table, grade_table

    console = Console()
    digits = read_data(wishes.data)
    try:
        prepare_folder(out)
    except OSError as error:
        raise Refused(f"results cannot be written in {out}: {error.strerror}.") from None
    earlier = _earlier(dict(zip(name_submissions(found), found, strict=True)), out, whole, digits)
    if wishes.fresh:
        earlier = {}
    if wishes.seed is not None:
        earlier = {name: grade for name, grade in earlier.items() if grade.seed == wishes.seed}
    seed = wishes.seed
    if seed is None:
        seed = next((grade.seed for grade in earlier.values()), secrets.randbelow(2**31))
    console.print(f"isolation {level.level}; data {wishes.data}; seed {seed}", markup=False)
    if level.note:
        console.print(level.note, markup=False)
    name, _ = rubric.exam_for(digits.name)
    if name != digits.name:
        console.print(f"thresholds are those of {name}: none were measured for {digits.name}")

    kept = {} if wishes.only else earlier
    if kept:
        console.print(f"{len(kept)} of {len(found)} grades hold from before (--fresh: grade again)")

    def complete(grade: "Grade") -> "Grade":
        old = earlier.get(grade.name)
        return merge(old, grade, whole) if old is not None and wishes.only else grade

    board = Board(console, len(found) - len(kept))
    grade_tasks = _graders(
        partial(Grader, rubric, digits, level, seed),
        partial(fault, rubric, digits.name, level, seed),
        wishes.jobs,
        board.begins,
    )
    try:
        with board:
            grades = grade_all(grade_tasks, found, out, board.ends, kept, complete)
    except KeyboardInterrupt as error:
        there = f"{board.done + len(kept)} of {len(found)} grades, all whole, are in {out}/"
        raise stopped(f"Stopped: {there}; the same command goes on from there.", error) from None
    except (ResultsError, PoolError) as error:
        raise Fault(f"{error}") from error
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise Fault(f"the grader failed; grades that are in {out} are not lost. {said}") from error
    console.print()
    console.print(grade_table(grades[0]) if len(grades) == 1 else class_table(grades))
    console.print(f"results in {out}/", markup=False)
    if finish is not None:
        finish(grades, found)
    if any(grade.fault for grade in grades):
        raise Fault("the grader itself failed on a submission; see its result for what happened.")


def _earlier(
    tasks: Mapping[str, Path], out: Path, rubric: "Rubric", digits: Any
) -> dict[str, "Grade"]:
    """The whole grades in `out` that still hold for these submissions."""
    from .kept import basis, find_kept, is_complete

    found = find_kept(out, tasks, rubric, basis(rubric, digits))
    return {name: grade for name, grade in found.items() if is_complete(grade, rubric)}


def _graders(
    make_grader: Callable[[], Any],
    lost: Callable[[str], "Grade"],
    jobs: int | None,
    progress: "Progress",
) -> "Callable[[Sequence[Task]], Generator[Grade, None, None]]":
    """What grades tasks: in this process for one job, else in a process for each."""
    from .pool import grade_in_order, grade_in_parallel, usual_jobs

    def grade_tasks(tasks: "Sequence[Task]") -> "Generator[Grade, None, None]":
        number = min(jobs or usual_jobs(), len(tasks))
        if number > 1:
            yield from grade_in_parallel(make_grader, tasks, number, lost, progress)
        elif tasks:
            yield from grade_in_order(make_grader, tasks, progress)

    return grade_tasks
