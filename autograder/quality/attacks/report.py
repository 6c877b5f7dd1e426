"""The attacks for people: a table of what held at which level, and a page that lists them."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from .run import Verdict
from .specimens import KINDS, Attack

HELD, EXCEPTION, BROKEN = "held", "exception", "NOT HELD"
STYLES = {HELD: "green", EXCEPTION: "yellow", BROKEN: "bold red"}
TITLES = {
    "exits": "Exits",
    "hangs": "Hangs",
    "bombs": "Bombs",
    "reading": "Reading",
    "writing": "Writing",
    "network": "Network",
    "processes": "Processes",
    "forging": "Forging",
    "cheating": "Cheating",
    "archives": "Archives",
}
INTRODUCTION = """\
# The attacks

Hostile submissions, each a file in `tests/zoo/attacks/`, and whether the grader held them. This
page is written by `autograder zoo attacks --table docs/attacks.md`. An attack has held when it got
the points it may get and no more, reached none of the harness's canaries and listeners, left no
process and no file, and the reference that was graded next in the same run came out byte for byte
as alone. What a level cannot hold is an *exception*; [security.md](security.md) says why.
"""

Outcomes = Mapping[str, Sequence[Verdict]]  # by level, each in the order of the attacks


def status(attack: Attack, verdict: Verdict) -> str:
    """Whether an attack held, or is a named exception at this level, or neither."""
    if not verdict.problems:
        return HELD
    return EXCEPTION if verdict.level in attack.exceptions else BROKEN


def broken(attacks: Sequence[Attack], outcomes: Outcomes) -> list[tuple[Attack, Verdict]]:
    """What did not hold and is no exception."""
    return [
        (attack, verdict)
        for verdicts in outcomes.values()
        for attack, verdict in zip(attacks, verdicts, strict=True)
        if status(attack, verdict) == BROKEN
    ]


def attack_table(attacks: Sequence[Attack], outcomes: Outcomes) -> Table:
    """A row an attack, a column a level."""
    table = Table("attack", "kind", *outcomes, box=None)
    for number, attack in enumerate(attacks):
        found = [status(attack, verdicts[number]) for verdicts in outcomes.values()]
        table.add_row(attack.name, attack.kind, *(Text(one, STYLES[one]) for one in found))
    return table


def problem_table(attacks: Sequence[Attack], outcomes: Outcomes) -> Table:
    """What did not hold and is no exception, with what was found."""
    table = Table("attack", "level", "what did not hold", box=None)
    for attack, verdict in broken(attacks, outcomes):
        table.add_row(attack.name, verdict.level, Text("; ".join(verdict.problems)))
    return table


def summary(attacks: Sequence[Attack], outcomes: Outcomes) -> str:
    """One line: how many attacks held at each level."""
    parts = []
    for level, verdicts in outcomes.items():
        found = [status(attack, one) for attack, one in zip(attacks, verdicts, strict=True)]
        part = f"{level}: {found.count(HELD)} of {len(found)} attacks held"
        if EXCEPTION in found:
            part += f", {found.count(EXCEPTION)} are named exceptions"
        parts.append(part)
    return "; ".join(parts)


def markdown(attacks: Sequence[Attack], outcomes: Outcomes) -> str:
    """A page that lists the attacks, the points they may get, and what came of them."""
    lines = [INTRODUCTION, f"{summary(attacks, outcomes)}."]
    for kind in KINDS:
        rows = [number for number, attack in enumerate(attacks) if attack.kind == kind]
        if not rows:
            continue
        lines += ["", f"## {TITLES[kind]}", ""]
        lines.append(f"| attack | what it tries | points | {' | '.join(outcomes)} |")
        lines.append(f"| --- | --- | ---: |{' --- |' * len(outcomes)}")
        for number in rows:
            attack = attacks[number]
            found = [status(attack, verdicts[number]) for verdicts in outcomes.values()]
            cells = f"`{attack.name}`", _cell(attack.sentence), attack.points, *found
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
