"""Grades what `autograder grade` finds, with progress on the way and tables at the end."""

import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .inputs import Fault, Refused, read_data, read_rubric

if TYPE_CHECKING:
    from .exports import Finish
    from .grade import Grade


def grade_paths(
    paths: Sequence[Path],
    out: Path,
    data: str,
    seed: int | None = None,
    isolation: str = "auto",
    jobs: int | None = None,
    only: str | None = None,
    finish: "Finish | None" = None,
) -> None:
    """Grade the submissions at `paths` and write the results into `out`.

    Without a `seed` one is drawn; without `jobs` there is a grader for each core. `finish` is told
    the grades and the submissions at the end. Raises `Refused` and `Fault`.
    """
    from .intake import find_submissions
    from .rubric import RubricError
    from .sandbox.isolation import IsolationError, choose

    rubric = read_rubric()
    try:
        found = find_submissions(paths)
        rubric = rubric.only(only) if only else rubric
        level = choose(isolation)
    except (FileNotFoundError, RubricError, IsolationError) as error:
        raise Refused(str(error)) from None
    if not found:
        raise Refused("there is nothing to grade: no submission was found.")
    seed = secrets.randbelow(2**31) if seed is None else seed

    from rich.console import Console

    console = Console()
    console.print(f"isolation {level.level}; data {data}; seed {seed}", markup=False)
    if level.note:
        console.print(level.note, markup=False)

    from .batch import grade_all
    from .grading import Grader, fault
    from .pool import grade_in_order, grade_in_parallel, usual_jobs
    from .report.pages import write_class_page, write_student_page
    from .report.terminal import class_table, grade_table

    digits = read_data(data)
    name, _ = rubric.exam_for(digits.name)
    if name != digits.name:
        console.print(f"thresholds are those of {name}: none were measured for {digits.name}")
    jobs = min(jobs or usual_jobs(), len(found))
    make_grader = partial(Grader, rubric, digits, level, seed)
    lost = partial(fault, rubric, digits.name, level, seed)
    try:
        with console.status("starting") as status:
            running: dict[str, str] = {}

            def progress(name: str, question: str) -> None:
                running[name] = question
                status.update(", ".join(f"{name}: {running[name]}" for name in running))

            def done(grade: "Grade") -> None:
                running.pop(grade.name, None)
                said = "the grader failed" if grade.fault else f"{grade.total:g} points"
                line = f"{grade.name}: {said}, {grade.seconds:.1f} s"
                console.print(line, markup=False, highlight=False)
                try:
                    write_student_page(out, grade)
                except Exception as error:  # noqa: BLE001 - its grade is written and stays
                    console.print(f"no page for {grade.name}: {error!r}", markup=False)

            if jobs == 1:
                grade_tasks = partial(grade_in_order, make_grader, progress=progress)
            else:
                grade_tasks = partial(
                    grade_in_parallel, make_grader, jobs=jobs, lost=lost, progress=progress
                )
            grades = grade_all(grade_tasks, found, out, done)
        write_class_page(out, grades)
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
