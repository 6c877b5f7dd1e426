"""Say whether a question may be released, by zoo, verdicts at home, mutants and thresholds."""

import time

import click

from ..grading.setup import GradingSetup
from ..probing.questions import QUESTIONS
from ..project import project_root
from ..quality.adapting.acceptance import trouble_of
from ..quality.adapting.doctor import find_gaps
from ..sandbox.isolation import IsolationError, choose
from .data_inputs import read_data_of_zoo, read_fitting_zoo
from .exit import Refused
from .inputs import read_rubric


@click.command(help=__doc__)
@click.argument("question", required=False, metavar="[q8]")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1))
def command(question: str | None, jobs: int, seed: int) -> None:
    """Print what does not hold, a line each, of one question or of all."""
    if question not in (None, *QUESTIONS):
        raise Refused(f"there is no question {question}; there are {', '.join(QUESTIONS)}.")
    troubles = [str(gap) for gap in find_gaps(project_root())]
    for trouble in troubles:
        click.echo(trouble)
    if troubles:  # what is not whole need not be graded
        raise Refused(f"it may not be released: {len(troubles)} places do not agree.")
    rubric = read_rubric()
    try:
        setup = GradingSetup(rubric, read_data_of_zoo(rubric), choose("auto"), seed)
        specimens = read_fitting_zoo()
        for one in [question] if question else QUESTIONS:
            start, before = time.monotonic(), len(troubles)
            for trouble in trouble_of(one, specimens, setup, jobs, click.echo):
                click.echo(trouble)
                troubles.append(trouble)
            seconds = time.monotonic() - start
            click.echo(f"{one}: {len(troubles) - before} troubles; {seconds:.0f} s")
    except (IsolationError, ValueError) as error:
        raise Refused(str(error)) from None
    if troubles:
        raise Refused(f"it may not be released: {len(troubles)} things do not hold.")
    click.echo("it may be released")
