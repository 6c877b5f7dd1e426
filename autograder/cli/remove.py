"""Take a question out of the assignment."""

import subprocess
import sys

import click

from ..project import project_folder
from ..quality.adapting.edits import AdaptError
from ..quality.adapting.removal import remove_question
from ..release.github import linked_repository
from .exit import Refused


@click.group(help=__doc__)
def command() -> None:
    """Hold what can be taken out."""


@command.command("question")
@click.argument("question", metavar="q7")
def question_command(question: str) -> None:
    """Take a question out everywhere, release the assignment, and list what is left to decide."""
    root = project_folder("solution").parent
    try:
        removal = remove_question(root, question)
    except AdaptError as error:
        raise Refused(str(error)) from None
    for verb, names in (("changed", removal.changed), ("removed", removal.removed)):
        for name in names:
            click.echo(f"{verb} {name}")
    handout = root / "assignment" / "README.md"
    repo = linked_repository(handout.read_text("utf-8")) if handout.is_file() else None
    options = ["--repo", repo] if repo else []
    program = [sys.executable, "-m", "autograder.cli", "release", *options]
    # A process of its own, for this one has read the table of questions as it was.
    if subprocess.run(program, cwd=root, check=False).returncode:
        raise Refused(f"{question} is out, but the assignment cannot be released yet, see above.")
    for gap in removal.undecided:
        click.echo(f"to decide: {gap}")
