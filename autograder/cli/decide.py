"""Decide about a grade: points, an excuse, an extension, a comment; adds a line to decisions.csv.

STUDENT is an id, an address or the name of a submission. VALUE are points for `points`, `adjust`
and `late`, and a deadline or more time for `extension`. The next `autograder grade` writes it into
the results, and grades nothing again for it.
"""

import getpass
from datetime import datetime
from pathlib import Path

import click

from ..results.decisions import (
    FILE,
    KINDS,
    Decision,
    DecisionError,
    add_decisions,
    place_of,
    read_decisions,
)
from .exit import Refused
from .inputs import read_rubric
from .options import PATH


@click.command(help=__doc__, context_settings={"ignore_unknown_options": True})  # -2.5 is a value
@click.argument("student", required=False)
@click.argument("kind", required=False, type=click.Choice(list(KINDS)))
@click.argument("value", required=False, default="")
@click.option("--on", "place", default="", metavar="q4|4.2", help="A question or a check.")
@click.option("--reason", default="", help="Why; the student reads it.")
@click.option("--who", default="", help="Who decides; the student does not read it.")
@click.option("--results", default="results", show_default=True, type=PATH)
@click.option("--decisions", type=PATH, metavar="PATH",
              help="The file.  [default: decisions.csv in the folder --results]")  # fmt: skip
@click.option("--from", "other", type=PATH, metavar="FILE", help="Take over another file's lines.")
def command(
    student: str | None,
    kind: str | None,
    value: str,
    place: str,
    reason: str,
    who: str,
    results: Path,
    decisions: Path | None,
    other: Path | None,
) -> None:
    """Add a decision, or those of another file."""
    rubric, path = read_rubric(), decisions or results / FILE
    if (student is None) == (other is None) or (student and kind is None):
        raise Refused("give a student, a kind and --reason, or a file with --from.")
    try:
        if other is not None:
            if not other.exists():
                raise Refused(f"there is no file {other}.")
            new = list(read_decisions(other, rubric))
        else:
            when = datetime.now().astimezone().isoformat(timespec="seconds")
            where = place_of(place, rubric) or place  # a check's name stays, its number may not
            new = [Decision(student or "", where, kind or "", value, reason, who or _me(), when)]
        added = add_decisions(path, new, rubric)
    except DecisionError as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
    click.echo(f"{len(added)} of {len(new)} decisions added to {path}")
    if added:
        click.echo("Grade the class again to write it into the results; nothing is graded anew.")


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return ""
