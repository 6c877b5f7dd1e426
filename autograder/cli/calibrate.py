"""Measure what correct solutions reach, and propose thresholds."""

from pathlib import Path

import click

from ..classroom.pool import PoolError
from ..grading.setup import GradingSetup
from ..project import project_folder
from ..quality.calibrate import (
    ATTEMPTS_A_SEED,
    CalibrationError,
    candidates,
    measure,
    propose,
)
from ..quality.calibration_report import line, write_numbers, write_plot
from ..quality.zoo import read_zoo
from ..sandbox.isolation import choose
from .exit import Fault, Refused
from .inputs import read_data, read_rubric
from .options import DATA, PATH


@click.command(help=__doc__)
@click.option("--runs", default=20, show_default=True, type=click.IntRange(2),
              help="Trainings of each solution.")  # fmt: skip
@DATA
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1))
@click.option("--only", metavar="q4", help="Measure one question.")
@click.option("--out", default="results/thresholds", show_default=True, type=PATH,
              help="Folder for the numbers and the plot.")  # fmt: skip
def command(runs: int, data: str, jobs: int, only: str | None, out: Path) -> None:
    """Measure, write numbers and a plot, and print what they propose."""
    rubric, digits = read_rubric(), read_data(data)
    budgets = rubric.exam_for(digits.name)[1].budgets
    if only not in (None, *budgets):
        raise Refused(f"there is no exam in {only}; there is one in {', '.join(budgets)}.")
    found = candidates(
        read_zoo(project_folder("tests/zoo")),
        project_folder("solution"),
        [only] if only else budgets,
    )
    setup = GradingSetup(rubric, digits, choose("auto"), seed=0)
    try:
        measured = measure(found, setup, -(-runs // ATTEMPTS_A_SEED), jobs)
    except (CalibrationError, PoolError) as error:
        raise Fault(str(error)) from error
    proposals = list(propose(measured))
    thresholds = {one.question: budgets[one.question].threshold for one in proposals}
    out.mkdir(parents=True, exist_ok=True)
    write_numbers(measured, out / f"{digits.name}.csv")
    write_plot(measured, proposals, thresholds, digits.name, out / f"{digits.name}.png")
    for proposal in proposals:
        click.echo(line(proposal, thresholds[proposal.question]))
    click.echo(f"numbers and plot in {out}")
