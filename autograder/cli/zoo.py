"""Grade the submissions of the zoo, and say which are not graded as they should be."""

import sys
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from ..classroom.pool import grade_here
from ..files import write_whole
from ..grading.setup import GradingSetup
from ..project import project_folder
from ..quality.report import zoo_page, zoo_problems
from ..quality.zoo import KINDS, grade_zoo, sample_pairs, summary
from ..sandbox.isolation import LEVELS, IsolationError, choose
from .data_inputs import read_data_of_zoo, read_fitting_zoo, refuse_other_images
from .exit import Refused
from .inputs import read_rubric
from .options import PATH
from .zoo_attacks import run_attacks

SPECIMENS_PER_LINE = 50  # after so many a line says how far the grading is


@click.command(help=__doc__)
@click.argument("kind", required=False, type=click.Choice(["correct", "mistakes", "attacks"]))
@click.option("--pairs", default=24, show_default=True, type=click.IntRange(0),
              help="Pairs of mistakes to grade as well.")  # fmt: skip
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1))
@click.option("--isolation", type=click.Choice(["auto", *LEVELS, "all"]),
              help="A level of isolation.  [default: auto; all for attacks]")  # fmt: skip
@click.option("--table", type=PATH, help="Write specimens, questions and hints to this file.")
def command(
    kind: str | None, pairs: int, jobs: int, seed: int, isolation: str | None, table: Path | None
) -> None:
    """Grade the zoo and print its problems; exit with 1 if there are any."""
    if kind == "attacks":
        refuse_other_images()
        if not run_attacks(isolation or "all", seed, table):
            sys.exit(1)
        return
    if isolation == "all":
        raise Refused("--isolation all is for the attacks.")
    rubric = read_rubric()
    try:
        level = choose(isolation or "auto")
    except IsolationError as error:
        raise Refused(str(error)) from None
    specimens = read_fitting_zoo([kind] if kind else KINDS)
    specimens += sample_pairs(specimens, pairs, seed)
    setup = GradingSetup(rubric, read_data_of_zoo(rubric), level, seed)
    grade_all = partial(grade_here, setup, jobs=jobs)
    outcomes = []
    console = Console()
    with console.status("starting") as status:
        for outcome in grade_zoo(specimens, project_folder("solution"), grade_all, seed):
            outcomes.append(outcome)
            graded = f"graded {len(outcomes)} of {len(specimens)}"
            status.update(graded)
            if len(outcomes) % SPECIMENS_PER_LINE == 0:
                console.print(graded, highlight=False)
    if table:
        write_whole(table, zoo_page(outcomes))
    wrong = any(outcome.problems for outcome in outcomes)
    if wrong:
        console.print(zoo_problems(outcomes))
    click.echo(summary(outcomes))
    if wrong:
        sys.exit(1)
