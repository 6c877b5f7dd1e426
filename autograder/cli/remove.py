"""Take a question out of the assignment."""

import click

from ..project import project_root
from ..quality.adapting.edits import AdaptError
from ..quality.adapting.removal import remove_question
from .adapted import release_adapted
from .exit import Refused


@click.group(help=__doc__)
def command() -> None:
    """Hold what can be taken out."""


@command.command("question")
@click.argument("question", metavar="q7")
def question_command(question: str) -> None:
    """Take a question out everywhere, list what is left to decide, and release the assignment."""
    root = project_root()
    try:
        removal = remove_question(root, question)
    except AdaptError as error:
        raise Refused(str(error)) from None
    for verb, names in (("changed", removal.changed), ("removed", removal.removed)):
        for name in names:
            click.echo(f"{verb} {name}")
    for gap in removal.undecided:
        click.echo(f"to decide: {gap}")
    if not release_adapted(root):
        raise Refused(f"{question} is out, but the assignment cannot be released yet, see above.")
