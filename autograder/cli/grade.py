"""Grade submissions: folders, archives or notebooks, a folder of them, or an LMS's archive."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ..classroom.run import CannotBegin, CannotGoOn, ClassOptions, ClassRun, grade_class
from ..lms import system_names
from ..lms.exports import Export
from ..lms.feedback import Return, feedback_names
from ..lms.roster import RosterError
from ..lms.system import ExportError
from ..report.pages import page_name
from .class_progress import ClassProgress, print_run
from .exit import Fault, Refused
from .inputs import read_rubric
from .options import DATA, ISOLATION, JOBS, LANGUAGE, PATH, SEED
from .stopping import stopped

DRY = "nothing is written; without --dry-run the same command writes it, and grades nothing again"
NOT_AGREED = (
    "nothing is written: grades that students have would change. Answer the question on a terminal,"
    " or add --yes; what is graded already is not graded again."
)


@click.command(help=__doc__)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=PATH)
@click.option("--out", default="results", show_default=True, type=PATH, help="For the results.")
@DATA
@SEED
@ISOLATION
@JOBS
@click.option("--only", metavar="q4", help="Grade this question only; other points stay.")
@click.option("--fresh", is_flag=True, help="Grade again what has a grade that still holds.")
@click.option("--cluster", metavar="ADDRESS", help="Grade on Dask, such as tcp://host:8786.")
@click.option("--similar", is_flag=True, help="Point out submissions that are like each other.")
@click.option("--blind", is_flag=True, help="Show pseudonyms on pages, in results/blind.")
@LANGUAGE
@click.option("--dry-run", is_flag=True, help="Show whose grade would change; write nothing.")
@click.option("--yes", is_flag=True, help="Write grades that change, without a question.")
@click.option(
    "--decisions",
    type=PATH,
    metavar="PATH",
    help="What people have decided.  [default: decisions.csv beside the results]",
)
@click.option("--times", type=PATH, help="A table of students and times, for lateness.")
@click.option("--export", type=click.Choice(system_names()),
              help="Write the grades for an LMS, too.")  # fmt: skip
@click.option("--feedback", type=click.Choice(feedback_names()),
              help="Write what goes back to the students, too.")  # fmt: skip
@click.option("--roster", type=PATH, help="The students, as the LMS exports them.")
@click.option("--column", metavar="NAME", help="For --export: the roster's column for the grades.")
def command(
    paths: tuple[Path, ...],
    out: Path,
    export: str | None,
    feedback: str | None,
    roster: Path | None,
    column: str | None,
    **options: Any,
) -> None:
    """Grade and print; `options` are as `ClassOptions` says."""
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
