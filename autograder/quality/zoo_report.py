"""The zoo for people: what does not hold, and a page that lists all specimens."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from .zoo import Outcome, summary

TITLES = {
    "correct": "Correct submissions",
    "mistakes": "Mistakes",
    "pairs": "Pairs of mistakes",
}
INTRODUCTION = """\
# The zoo

Submissions of which it is known what they must score; each is a file in `tests/zoo/`. This page is
written by `autograder zoo --table docs/zoo.md`, which grades them all, with the hints that a
student gets for them.
"""


def problem_table(outcomes: Sequence[Outcome]) -> Table:
    """List the specimens of which something does not hold."""
    table = Table("specimen", "is", "loses", "what does not hold", box=None)
    for outcome in _sorted(outcomes):
        if outcome.problems:
            said = Text("; ".join(outcome.problems))  # hints may hold [brackets]
            table.add_row(outcome.specimen.name, outcome.specimen.sentence, outcome.lost, said)
    return table


def markdown(outcomes: Sequence[Outcome]) -> str:
    """A page that lists specimens, what they lose, and the hint for it."""
    lines = [INTRODUCTION, f"{summary(outcomes)}."]
    for kind, title in TITLES.items():
        group = [outcome for outcome in _sorted(outcomes) if outcome.specimen.kind == kind]
        if not group:
            continue
        lines += ["", f"## {title}", ""]
        if kind == "correct":
            lines += ["| specimen | what it is |", "| --- | --- |"]
            lines += [f"| {_code(o)} | {_cell(o.specimen.sentence)} |" for o in group]
        else:
            lines += ["| specimen | what it is | loses | hint |", "| --- | --- | --- | --- |"]
            for o in group:
                cells = _code(o), _cell(o.specimen.sentence), o.lost, _cell(" ".join(_hints(o)))
                lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _hints(outcome: Outcome) -> list[str]:
    """The first hint of each question that holds the words which name the mistake."""
    found = []
    for question, words in outcome.specimen.hints.items():
        for result in outcome.grade.failed:
            if result.check.question == question and words.lower() in result.hint.lower():
                found.append(result.hint)
                break
    return found


def _sorted(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return sorted(outcomes, key=lambda outcome: (outcome.specimen.kind, outcome.specimen.name))


def _code(outcome: Outcome) -> str:
    return " + ".join(f"`{name}`" for name in outcome.specimen.name.split(" + "))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
