"""Decide about a grade: points, an excuse, an extension, a comment; adds a line to decisions.csv.

STUDENT is an id, an address or the name of a submission. VALUE are points for `points`, `adjust`
and `late`, and a deadline or more time for `extension`. The next `autograder grade` writes it into
the results, and grades nothing again for it.
"""

import getpass
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ..results.decisions import (
    FILE,
    KINDS,
    Decision,
    DecisionError,
    add_decisions,
    nearest,
    place_of,
    read_decisions,
)
from ..results.known import Known, read_known
from ..results.merging import Merged, merge, with_names
from ..rubric.rubric import Rubric
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
@click.option(
    "--from",
    "others",
    type=PATH,
    metavar="FILE",
    multiple=True,
    help="Take over another file's lines, each once; give it again for more files.",
)
@click.option("--take", default="", metavar="WHO", help="Whose points count where people disagree.")
def command(results: Path, decisions: Path | None, **asked: Any) -> None:
    """Add a decision, or those of other files."""
    student, others = asked["student"], asked["others"]
    if (student is None) == (not others) or (student and asked["kind"] is None):
        raise Refused("give a student, a kind and --reason, or a file with --from.")
    rubric, path = read_rubric(), decisions or results / FILE
    try:
        there, known = read_decisions(path, rubric), read_known(results)
        found = _read_all(others, results, rubric, known) if others else [_decision(rubric, asked)]
        _check_students(found, results, known)
        merged = Merged(tuple(found))
        if others:
            merged = merge(there, found, rubric, asked["take"], known.submissions)
        added = add_decisions(path, merged.new, rubric, merged.replaced)
    except DecisionError as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
    again = sum(one.key in {old.key for old in there} for one in found)
    already = f"; {_count(again)} {'were' if again > 1 else 'was'} there already" if again else ""
    click.echo(f"{_count(len(added))} added to {path}{already}")
    if merged.replaced:
        whose = f"{_count(len(merged.replaced))} of others on the same"
        click.echo(f"{whose} kept above all lines, where they do not count")
    if added:
        click.echo("Grade the class again to write it into the results; nothing is graded anew.")
    if merged.disagreements:
        lines = "\n".join(merged.disagreements)
        raise Refused(f"not agreed on, and not added; --take says whose points count:\n{lines}")


def _decision(rubric: Rubric, asked: Mapping[str, Any]) -> Decision:
    """Return the decision that was asked for."""
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    place = place_of(asked["place"], rubric) or asked["place"]  # a number may be another's later
    what = (asked["student"], place, asked["kind"], asked["value"], asked["reason"])
    return Decision(*what, asked["who"] or _me(), when)


def _read_all(files: Sequence[Path], results: Path, rubric: Rubric, known: Known) -> list[Decision]:
    """Read the lines of several files, pseudonyms replaced by submissions."""
    lines: list[Decision] = []
    for file in files:
        if not file.exists():
            raise Refused(f"there is no file {file}.")
        named, unknown = with_names(read_decisions(file, rubric), known.submissions)
        if unknown:
            first = ", ".join(unknown[:3])
            raise Refused(
                f"{file.name}: {len(unknown)} answers of no submission in {results}, such as"
                f" {first}; --results names the folder that the desk was made for."
            )
        lines += named
    return lines


def _check_students(new: Sequence[Decision], results: Path, known: Known) -> None:
    """Refuse decisions about somebody of whom there is no result; raises `Refused`.

    Nobody is known before the first submission is graded. An extension may be given to somebody who
    has not handed in yet.
    """
    names = known.names
    caseless = {one.casefold() for one in names}
    unknown = {one.student: one for one in new if one.student.casefold() not in caseless}
    if not names or not unknown:
        return
    refused = [name for name, one in unknown.items() if one.kind != "extension"]
    if refused:
        near = nearest(refused[0], sorted(names))
        guess = f"; do you mean {near}?" if near and len(refused) == 1 else "."
        raise Refused(
            f"no submission, id or address in {results}/ is called {', '.join(refused)}{guess}"
        )
    click.echo(f"Nobody in {results}/ is called {', '.join(unknown)} yet.", err=True)


def _count(decisions: int) -> str:
    return "1 decision" if decisions == 1 else f"{decisions or 'no'} decisions"


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return ""
