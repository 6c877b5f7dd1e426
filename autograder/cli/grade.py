"""Grade submissions: folders, archives or notebooks, a folder of them, or an LMS's archive."""

from pathlib import Path
from typing import Any

import click

from ..lms import system_names
from ..lms.feedback import feedback_names
from .options import DATA, ISOLATION, JOBS, LANGUAGE, PATH, SEED


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
def command(paths: tuple[Path, ...], out: Path, **options: Any) -> None:
    """Grade and print; the options are as `grading.grade_for_lms` says."""
    from .grading import grade_for_lms  # noqa: PLC0415 - PyTorch, which help does not need

    grade_for_lms(paths, out, **options)
