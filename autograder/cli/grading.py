"""Grades for the command, prints, and writes what an LMS takes."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ..classroom.run import CannotBegin, CannotGoOn, ClassOptions, ClassRun, grade_class
from ..lms.exports import Export
from ..lms.feedback import Return
from ..lms.roster import RosterError
from ..lms.system import ExportError
from ..report.pages import page_name
from .class_progress import ClassProgress, print_run
from .exit import Fault, Refused
from .inputs import read_rubric
from .stopping import stopped

DRY = "nothing is written; without --dry-run the same command writes it, and grades nothing again"
NOT_AGREED = (
    "nothing is written: grades that students have would change. Answer the question on a terminal,"
    " or add --yes; what is graded already is not graded again."
)


def grade_for_lms(
    paths: Sequence[Path],
    out: Path,
    export: str | None,
    feedback: str | None,
    roster: Path | None,
    column: str | None,
    **options: Any,
) -> None:
    """Grade and print, and write files for an LMS where they are asked for.

    `options` are as `ClassOptions` says. Raises `Refused` and `Fault`.
    """
    if feedback and options["blind"]:
        raise Refused("--feedback sends pages back under the students' names; leave out --blind.")
    ready, back = prepare_export(export, roster, column), prepare_feedback(feedback, roster)
    run = grade_and_print(paths, out, ClassOptions(roster=roster, **options))
    if run.written:
        try:
            write_for_lms(out, run, ready, back)
        except OSError as error:
            raise Fault(f"{error.filename or out} cannot be written: {error.strerror}.") from None
    end(run)


def write_for_lms(out: Path, run: ClassRun, ready: Export | None, back: Return | None) -> None:
    """Write what the LMS takes, as far as it is asked for; raises `OSError`."""
    if ready is not None:
        click.echo(run.names.text(str(ready.write(out, *run.counted(), excused=run.excused))))
    if back is not None:
        grades, hand_ins, _ = run.counted()
        pages = [out / page_name(grade.name) for grade in grades]
        click.echo(back.write(out, grades, hand_ins, pages))


def prepare_export(kind: str | None, roster: Path | None, column: str | None) -> Export | None:
    """Read the roster, before anything is graded; None where no export is asked for."""
    if kind is None:
        if column is not None:
            raise Refused("--column is for --export; say which one.")
        return None
    try:
        return Export.begin(kind, roster, column, read_rubric())
    except (ExportError, RosterError) as error:
        raise Refused(str(error)) from None


def prepare_feedback(kind: str | None, roster: Path | None) -> Return | None:
    """Read the roster, before anything is graded; None where no feedback is asked for."""
    try:
        return Return.begin(kind, roster, read_rubric()) if kind else None
    except RosterError as error:
        raise Refused(str(error)) from None


def grade_and_print(paths: Sequence[Path], out: Path, options: ClassOptions) -> ClassRun:
    """Grade a class with progress on the way and tables at the end.

    Raises `Refused` and `Fault`.
    """
    try:
        with closing(ClassProgress()) as progress:
            run = grade_class(paths, out, options, progress)
    except CannotBegin as error:
        raise Refused(str(error)) from None
    except CannotGoOn as error:
        raise Fault(str(error)) from error
    except KeyboardInterrupt as error:
        raise stopped(progress.so_far(), error) from None
    if run.written:
        print_run(run, out, progress.console)
    elif options.dry_run:
        click.echo(f"A dry run: {DRY if run.changes else 'no grade that was given changes'}.")
    else:
        raise Refused(NOT_AGREED)
    return run


def end(run: ClassRun) -> None:
    """Raise `Fault` where the grader has failed on a submission."""
    if run.kept or any(grade.fault for grade in run.grades):
        raise Fault("the grader itself failed on a submission; see its result for what happened.")
