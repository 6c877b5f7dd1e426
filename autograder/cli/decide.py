"""Decide about a grade: points, an excuse, an extension, a comment; adds a line to decisions.csv.

STUDENT is an id, an address or the name of a submission. VALUE are points for `points`, `adjust`
and `late`, and a deadline or more time for `extension`. The next `autograder grade` writes it into
the results, and grades nothing again for it.
"""

import getpass
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ..classroom.people import about_whom, excuses
from ..intake.filenames import caseless
from ..language import counted
from ..results.decisions import (
    DECISIONS,
    KINDS,
    Decision,
    DecisionError,
    add_decisions,
    nearest,
    place_of,
    read_decisions,
)
from ..results.history import History
from ..results.known import read_whose
from ..results.merging import Merged, merge, with_names
from ..results.pseudonyms import PSEUDONYM
from ..results.whose import Whose
from ..rubric.rubric import Rubric
from .exit import Refused
from .inputs import read_rubric
from .options import PATH

DIGIT = re.compile(r"\d")
MOST_NAMED = 10  # students in the terminal


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
    rubric, path = read_rubric(), decisions or results / DECISIONS
    try:
        once = History(results).parts
        there, whose = read_decisions(path, rubric, once), read_whose(results)
        read = _read_all(others, results, rubric, whose) if others else [_decision(rubric, asked)]
        found = _whose(read, results, whose)
        merged = Merged(tuple(found))
        if others:
            merged = merge(there, found, rubric, asked["take"], whose.submissions)
        added = add_decisions(path, merged.new, rubric, merged.replaced, once)
    except DecisionError as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
    again = len({one.key for one in found} & {one.key for one in there})
    were = f"{counted(again, 'decision')} {'were' if again > 1 else 'was'} there already"
    already = f"; {were}" if again else ""
    click.echo(f"{counted(len(added), 'decision')} added to {path}{already}")
    _say_whose((one.student for one in added), whose)
    if merged.replaced:
        several = f"{counted(len(merged.replaced), 'decision')} of others on the same"
        click.echo(f"{several} kept above all lines, where they do not count")
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


def _read_all(files: Sequence[Path], results: Path, rubric: Rubric, whose: Whose) -> list[Decision]:
    """Read the lines of several files, pseudonyms replaced by submissions."""
    lines: list[Decision] = []
    for file in files:
        if not file.exists():
            raise Refused(f"there is no file {file}.")
        named, unknown = with_names(read_decisions(file, rubric), whose.submissions)
        if unknown:
            answers, first = counted(len(unknown), "answer"), ", ".join(unknown[:3])
            raise Refused(
                f"{file.name}: {answers} of no submission in {results}, such as {first};"
                f" --results names the folder that the desk was made for."
            )
        lines += named
    return lines


def _whose(new: Sequence[Decision], results: Path, whose: Whose) -> list[Decision]:
    """Return decisions with submissions called as they are, letter for letter.

    Refuses decisions about somebody of whom there is no result, and those that may be about several
    students; raises `Refused`. Nobody is known before the first submission is graded. An extension
    or an excuse may be given to somebody who has not handed in.
    """
    if not whose.hand_ins:
        return [*new]
    both = [(one, about_whom(one, whose)) for one in new]
    for one, found in both:
        if found.may:
            lines = "\n".join(map(whose.describe, found.may))
            raise Refused(
                f"{one.student} may be one of several; give the name of its submission, letter for"
                f" letter:\n{lines}"
            )
    unknown = [one for one, found in both if not found.about]
    wrong = (one for one in unknown if one.kind != "extension" and not excuses(one))
    refused = list(dict.fromkeys(one.student for one in wrong))
    if refused:
        guess = _guess(refused[0], whose) if len(refused) == 1 else "."
        raise Refused(
            f"no submission, id or address in {results}/ is called {', '.join(refused)}{guess}"
        )
    for name in dict.fromkeys(one.student for one in unknown):
        click.echo(f"Nobody in {results}/ is called {name} yet{_guess(name, whose)}", err=True)
    return [_spelled(one, found.about) for one, found in both]


def _spelled(one: Decision, about: Sequence[str]) -> Decision:
    """Return a decision with the submission's name as it is, where it is called by that."""
    same = [name for name in about if caseless(name) == caseless(one.student)]
    return replace(one, student=same[0]) if same else one


def _guess(name: str, whose: Whose) -> str:
    """End a sentence about an unknown name with the known one that is most like it, if any is.

    A name with another number is none.
    """
    near = nearest(name, sorted(whose.names))
    alike = near and DIGIT.findall(name) in ([], DIGIT.findall(near))
    return f"; do you mean {near}?" if alike else "."


def _say_whose(students: Iterable[str], whose: Whose) -> None:
    """Print whose grades were decided about; of pseudonyms nothing more."""
    lines = []
    for student in dict.fromkeys(students):
        about = whose.find(student).about
        names = ", ".join(map(whose.describe, about)) if about else f"{student}, not known yet"
        lines.append(student if PSEUDONYM.fullmatch(caseless(student)) else names)
    for line in lines[:MOST_NAMED]:
        click.echo(f"about {line}")
    if more := lines[MOST_NAMED:]:
        click.echo(f"and about {len(more)} more")


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return ""
