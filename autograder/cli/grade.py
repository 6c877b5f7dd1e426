"""Grade submissions: folders, archives or notebooks, a folder of them, or an LMS's archive."""

from collections.abc import Sequence
from pathlib import Path

import click

from ..classroom.run import CannotBegin, CannotGoOn, ClassOptions, grade_class
from ..lms import system_names
from ..lms.exports import Finish, prepare
from ..lms.roster import RosterError
from ..lms.system import ExportError
from .class_progress import ClassProgress, print_run
from .exit import Fault, Refused
from .inputs import read_rubric
from .options import DATA, ISOLATION, JOBS, PATH, SEED
from .stopping import stopped


@click.command(help=__doc__)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=PATH)
@click.option("--out", default="results", show_default=True, type=PATH, help="For the results.")
@DATA
@SEED
@ISOLATION
@JOBS
@click.option("--only", metavar="q4", help="Grade this question only; other points stay.")
@click.option("--fresh", is_flag=True, help="Grade again what has a grade that still holds.")
@click.option(
    "--cluster", metavar="ADDRESS", help="Grade on a Dask cluster, such as tcp://host:8786."
)
@click.option("--similar", is_flag=True, help="Point out submissions that are like each other.")
@click.option("--export", type=click.Choice(system_names()),
              help="Write the grades for an LMS, too.")  # fmt: skip
@click.option("--roster", type=PATH, help="For --export: the students, as the LMS exports them.")
@click.option("--column", metavar="NAME", help="For --export: the roster's column for the grades.")
def command(
    paths: tuple[Path, ...],
    out: Path,
    data: str,
    seed: int | None,
    isolation: str,
    jobs: int | None,
    only: str | None,
    fresh: bool,
    cluster: str | None,
    similar: bool,
    export: str | None,
    roster: Path | None,
    column: str | None,
) -> None:
    """Grade and print; options are as `ClassOptions` says."""
    finish = prepare_export(export, out, roster, column)
    options = ClassOptions(data, seed, isolation, jobs, only, fresh, cluster, similar)
    grade_and_print(paths, out, options, finish)


def prepare_export(
    kind: str | None, out: Path, path: Path | None, title: str | None
) -> Finish | None:
    """Read the roster before anything is graded; return what writes the export at the end."""
    if kind is None:
        if path is not None or title is not None:
            raise Refused("--roster and --column are for --export; say which one.")
        return None
    try:
        return prepare(kind, out, path, title, read_rubric(), click.echo)
    except (ExportError, RosterError) as error:
        raise Refused(str(error)) from None


def grade_and_print(
    paths: Sequence[Path], out: Path, options: ClassOptions, finish: Finish | None = None
) -> None:
    """Grade a class with progress on the way and tables at the end; `finish` comes last.

    Raises `Refused` and `Fault`.
    """
    progress = ClassProgress()
    try:
        with progress:
            run = grade_class(paths, out, options, progress)
    except CannotBegin as error:
        raise Refused(str(error)) from None
    except CannotGoOn as error:
        raise Fault(str(error)) from error
    except KeyboardInterrupt as error:
        raise stopped(progress.so_far(), error) from None
    print_run(run, out, progress.console)
    if finish is not None:
        finish(run.grades, run.handed_in, run.left_out)
    if any(grade.fault for grade in run.grades):
        raise Fault("the grader itself failed on a submission; see its result for what happened.")
