"""Say whether all places agree about the questions; name each gap, and what to write."""

import click

from ..project import project_folder
from ..quality.adapting.doctor import find_gaps
from .exit import Refused


@click.command(help=__doc__)
def command() -> None:
    """Print each gap as one line: the file, and what to write."""
    root = project_folder("solution").parent
    gaps = find_gaps(root)
    for gap in gaps:
        click.echo(str(gap))
    if gaps:
        raise Refused(f"{len(gaps)} of these places do not agree.")
    click.echo("all places agree")
