"""Write the page on which people mark the answers to the written question, blind and by keyboard.

RESULTS is the folder with the results. `autograder decide --from FILE` takes over what the page
downloads.
"""

from pathlib import Path

import click

from ..language import counted
from ..report.desk import NoDesk, write_desk
from ..results.pseudonyms import NoPseudonyms
from .exit import Refused
from .inputs import read_rubric
from .options import PATH


@click.command(help=__doc__)
@click.argument("results", default="results", type=PATH)
@click.option("--seed", default=0, show_default=True, help="For another order of the answers.")
def command(results: Path, seed: int) -> None:
    """Write the desk, and say where it is."""
    try:
        desk = write_desk(results, read_rubric(), seed)
    except (NoDesk, NoPseudonyms) as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{results} cannot be written to: {error.strerror}.") from None
    for line in desk.left_out:
        click.echo(f"not on the desk: {line}")
    click.echo(f"{counted(desk.count, 'answer')} on {desk.path}")
    if desk.empty:
        which = "all of them" if desk.empty == desk.count > 1 else f"{desk.empty} of them"
        click.echo(f"in {which} no text was found: see their code, which is beside it")
