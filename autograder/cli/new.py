"""Write a new question, whole but for what only you can write."""

import click

from ..project import project_root
from ..quality.adapting.addition import NewQuestion, Signature, add_question
from ..quality.adapting.edits import AdaptError
from .adapted import release_adapted
from .exit import Refused

NEXT = """\
Write what `autograder doctor` names. Then:
  autograder release            write the assignment
  autograder accept {question}          zoo, mutants and verdicts: may it be released?
It names small changes of your solution that no check sees. For each, write a check that sees it,
or say in tests/zoo/survivors.yml why it is right; the recipe in docs/adapt.md has an example.
{question} is extra, and each of its checks is worth 2 points; change that in grading.yml."""


@click.group(help=__doc__)
def command() -> None:
    """Hold what can be made new."""


@command.command("question")
@click.argument("question", metavar="q8")
@click.option("--title", required=True, help="Its title on pages and in the handout.")
@click.option("--function", "functions", required=True, multiple=True,
              metavar='"name(argument, …) -> Tensor"',
              help="A function that students write; may be given several times.")  # fmt: skip
@click.option("--needs", multiple=True, metavar="q5",
              help="A question whose functions the new one calls; several times.")  # fmt: skip
@click.option("--file", default="", metavar="NAME",
              help="Its file in digits/.  [default: called as the function]")  # fmt: skip
def question_command(
    question: str, title: str, functions: tuple[str, ...], needs: tuple[str, ...], file: str
) -> None:
    """Write solution, handout, checks and specimens of a new question, and say what comes next."""
    root = project_root()
    try:
        signatures = tuple(map(Signature.of, functions))
        new = NewQuestion(question, title, signatures, needs, file.removesuffix(".py"))
        addition = add_question(root, new)
    except AdaptError as error:
        raise Refused(str(error)) from None
    for name in addition.complete:
        click.echo(f"changed {name}")
    if not release_adapted(root):
        raise Refused(f"{question} is written, but cannot be released, see above.")
    for name in addition.to_write:
        click.echo(f"to write: {name}")
    for note in addition.notes:
        click.echo(f"note: {note}")
    click.echo(NEXT.format(question=question))
