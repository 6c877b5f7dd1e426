"""Measure what correct solutions reach, judge the thresholds, and propose others."""

from dataclasses import replace
from pathlib import Path

import click

from ..classroom.pool import PoolError
from ..grading.setup import GradingSetup
from ..project import project_folder
from ..quality.bounds import RARE_ALONE, propose
from ..quality.calibrate import (
    ATTEMPTS_A_SEED,
    CalibrationError,
    candidates,
    measure_until_judged,
)
from ..quality.calibration_report import lines, read_numbers, write_all, write_numbers
from ..quality.proposed_exam import entry_text, whole_budget
from ..sandbox.isolation import choose
from .data_inputs import read_data, read_fitting_zoo
from .exit import Fault, Refused
from .inputs import read_rubric
from .options import DATA, PATH


@click.command(help=__doc__)
@click.option("--runs", default=78, show_default=True, type=click.IntRange(2),
              help="Trainings of each solution; on the embedded digits seven times as many where"
                   " one fails. Fewer do not prove the thresholds.")  # fmt: skip
@DATA
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1))
@click.option("--only", metavar="q4", help="Measure one question.")
@click.option("--numbers", type=PATH, metavar="FILE",
              help="Judge the accuracies in this file, and measure nothing.")  # fmt: skip
@click.option("--resume", is_flag=True,
              help="Go on from the numbers in the folder; the exam must be as it was.")  # fmt: skip
@click.option("--out", default="results/thresholds", show_default=True, type=PATH,
              help="Folder for the numbers, the page and the plot.")  # fmt: skip
def command(
    runs: int,
    data: str | None,
    jobs: int,
    only: str | None,
    numbers: Path | None,
    resume: bool,
    out: Path,
) -> None:
    """Measure, write numbers, a page and a plot, and print what they say of the thresholds."""
    rubric = read_rubric()
    digits = read_data(data, rubric)
    entry = rubric.exam_for(digits.name, len(digits.training), len(digits.test))
    budgets = entry.budgets
    if only not in (None, *budgets):
        raise Refused(f"there is no exam in {only}; there is one in {', '.join(budgets)}.")
    questions = [only] if only else list(budgets)
    thresholds = {question: budget.threshold for question, budget in budgets.items()}
    try:
        if numbers is not None:
            measured = [one for one in read_numbers(numbers) if one.question in questions]
        else:
            solution = project_folder("solution")
            found = candidates(read_fitting_zoo(), solution, questions)
            exams = {digits.name: whole_budget(entry), **rubric.exams}
            setup = GradingSetup(replace(rubric, exams=exams), digits, choose("auto"), seed=0)
            file = out / f"{digits.name}.csv"
            before = read_numbers(file) if resume and file.exists() else []
            out.mkdir(parents=True, exist_ok=True)
            seeds = -(-runs // ATTEMPTS_A_SEED)
            to_prove = thresholds if digits.name in RARE_ALONE else {}
            for measured in measure_until_judged(found, setup, to_prove, seeds, jobs, before):
                write_numbers(measured, file)  # so that nothing is lost if this is stopped
    except (CalibrationError, PoolError) as error:
        raise Fault(str(error)) from error
    proposals = list(propose(measured, thresholds, digits.name))
    write_all(measured, proposals, digits.name, out, None if numbers else entry)
    for proposal in proposals:
        for text in lines(proposal):
            click.echo(text)
    click.echo(f"numbers, page and plot in {out}")
    if digits.name not in rubric.exams:
        click.echo(f"grading.yml has no exam for {digits.name}; this one is proposed:\n")
        click.echo(entry_text(digits.name, entry, proposals))
