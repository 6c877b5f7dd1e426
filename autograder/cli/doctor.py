"""Say whether all places agree about the questions; name each gap, and what to write."""

import click

from ..language import ENGLISH, languages
from ..project import project_root
from ..quality.adapting.doctor import find_gaps
from ..quality.translations import missing
from .exit import Refused
from .inputs import read_rubric


@click.command(help=__doc__)
def command() -> None:
    """Print each gap as one line: the file, and what to write; then what a language lacks."""
    root = project_root()
    gaps = find_gaps(root)
    for gap in gaps:
        click.echo(str(gap))
    if gaps:
        raise Refused(f"{len(gaps)} of these places do not agree.")
    click.echo("all places agree")
    rubric = read_rubric(ENGLISH)
    for language in languages():
        for one in missing(language, rubric):  # no gap: it is English until somebody translates it
            click.echo(f"not in `{language}`: {one}")
