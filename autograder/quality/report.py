"""The zoo and the attacks for people: tables of what does not hold, and the pages in docs/."""

from collections.abc import Iterable, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from .attacks.run import Verdict
from .attacks.specimens import KINDS, Attack
from .zoo import SpecimenOutcome, summary

ZOO_TITLES = {
    "correct": "Correct submissions",
    "mistakes": "Mistakes",
    "pairs": "Pairs of mistakes",
}
ZOO_INTRODUCTION = """\
# The zoo

Submissions of which it is known what they must score; each is a file in `tests/zoo/`. This page is
written by `autograder zoo --table docs/zoo.md`, which grades them all, with the hints that a
student gets for them.
"""
ATTACK_INTRODUCTION = """\
# The attacks

Hostile submissions, each a file in `tests/zoo/attacks/`, and whether the grader held them. This
page is written by `autograder zoo attacks --table docs/attacks.md`. An attack has held when it got
the points it may get and no more, reached none of the harness's canaries and listeners, left no
process and no file, and the reference that was graded next in the same run came out byte for byte
as alone. What a level cannot hold is an *exception*; [security.md](security.md) says why.
"""
HELD, EXCEPTION, BROKEN = "held", "exception", "NOT HELD"
STYLES = {HELD: "green", EXCEPTION: "yellow", BROKEN: "bold red"}

Verdicts = Mapping[str, Sequence[Verdict]]  # by level, each in the order of the attacks


def zoo_problems(outcomes: Sequence[SpecimenOutcome]) -> Table:
    """Return a table of the specimens of which something does not hold."""
    table = Table("specimen", "is", "loses", "what does not hold", box=None)
    for outcome in _sorted(outcomes):
        if outcome.problems:
            problems = Text("; ".join(outcome.problems))  # hints may hold [brackets]
            table.add_row(outcome.specimen.name, outcome.specimen.sentence, outcome.lost, problems)
    return table


def zoo_page(outcomes: Sequence[SpecimenOutcome]) -> str:
    """Return docs/zoo.md: the specimens, what they lose, and the hints for it."""
    lines = [ZOO_INTRODUCTION, f"{summary(outcomes)}."]
    for kind, title in ZOO_TITLES.items():
        rows = [_zoo_row(one) for one in _sorted(outcomes) if one.specimen.kind == kind]
        columns = ("specimen", "what it is", "loses", "hint")[: 2 if kind == "correct" else 4]
        lines += section(title, columns, rows)
    return "\n".join(lines) + "\n"


def status(attack: Attack, verdict: Verdict) -> str:
    """Return whether an attack held, is a named exception at this level, or is neither."""
    if not verdict.problems:
        return HELD
    return EXCEPTION if verdict.level in attack.exceptions else BROKEN


def broken(attacks: Sequence[Attack], verdicts: Verdicts) -> list[tuple[Attack, Verdict]]:
    """Return what did not hold and is no exception."""
    return [
        (attack, verdict)
        for found in verdicts.values()
        for attack, verdict in zip(attacks, found, strict=True)
        if status(attack, verdict) == BROKEN
    ]


def attack_table(attacks: Sequence[Attack], verdicts: Verdicts) -> Table:
    """Return a table with a row for each attack and a column for each level."""
    table = Table("attack", "kind", *verdicts, box=None)
    for attack, *found in zip(attacks, *verdicts.values(), strict=True):
        states = [status(attack, verdict) for verdict in found]
        table.add_row(attack.name, attack.kind, *(Text(one, STYLES[one]) for one in states))
    return table


def attack_problems(attacks: Sequence[Attack], verdicts: Verdicts) -> Table:
    """Return a table of what did not hold and is no exception."""
    table = Table("attack", "level", "what did not hold", box=None)
    for attack, verdict in broken(attacks, verdicts):
        table.add_row(attack.name, verdict.level, Text("; ".join(verdict.problems)))
    return table


def attack_summary(attacks: Sequence[Attack], verdicts: Verdicts) -> str:
    """Say in one line how many attacks held at each level."""
    parts = []
    for level, found in verdicts.items():
        states = [status(attack, one) for attack, one in zip(attacks, found, strict=True)]
        part = f"{level}: {states.count(HELD)} of {len(states)} attacks held"
        if EXCEPTION in states:
            part += f", {states.count(EXCEPTION)} are named exceptions"
        parts.append(part)
    return "; ".join(parts)


def attack_page(attacks: Sequence[Attack], verdicts: Verdicts) -> str:
    """Return docs/attacks.md: the attacks, the points that they may get, and what came of them."""
    lines = [ATTACK_INTRODUCTION, f"{attack_summary(attacks, verdicts)}."]
    columns = ("attack", "what it tries", "points", *verdicts)
    rows = [
        (f"`{one.name}`", one.sentence, one.points, *(status(one, verdict) for verdict in found))
        for one, *found in zip(attacks, *verdicts.values(), strict=True)
    ]
    for kind in KINDS:
        chosen = [row for one, row in zip(attacks, rows, strict=True) if one.kind == kind]
        lines += section(kind.capitalize(), columns, chosen)
    return "\n".join(lines) + "\n"


def _zoo_row(outcome: SpecimenOutcome) -> tuple[str, ...]:
    specimen = outcome.specimen
    name = " + ".join(f"`{part}`" for part in specimen.name.split(" + "))
    return name, specimen.sentence, *((outcome.lost, _hints(outcome)) if specimen.hints else ())


def _hints(outcome: SpecimenOutcome) -> str:
    """Return the first hint of each question that holds the words which name the mistake."""
    found = []
    for question, words in outcome.specimen.hints.items():
        hints = (r.hint for r in outcome.grade.failed if r.check.question == question)
        found += [hint for hint in hints if words.lower() in hint.lower()][:1]
    return " ".join(found)


def _sorted(outcomes: Iterable[SpecimenOutcome]) -> list[SpecimenOutcome]:
    return sorted(outcomes, key=lambda outcome: (outcome.specimen.kind, outcome.specimen.name))


def section(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a heading and its table in Markdown; none where there are no rows."""
    if not rows:
        return []
    rules = ["---:" if column == "points" else "---" for column in columns]
    cells = [[_cell(text) for text in row] for row in rows]
    return ["", f"## {title}", "", *(f"| {' | '.join(row)} |" for row in (columns, rules, *cells))]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
