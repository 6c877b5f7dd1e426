"""The handout's tables and counts, made from the table of questions, the rubric and its headings.

A question's part begins with how many minutes it takes, as an estimate, and its heading:

    <!-- part q5 45 minutes -->
    ## q5: how good is it?
"""

import re
from dataclasses import dataclass

from ..probing.questions import ASSIGNMENT, HOMES, NAMES, NETWORKS, QUESTIONS
from ..rubric.rubric import Question, Rubric

SECTION = re.compile(r"^<!-- part (q\d+) (\d+) minutes -->\n## (.+)$", re.MULTILINE)
NUMBERS = (
    *(
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
    ),
    "twelve",
)


@dataclass(frozen=True)
class Section:
    """The handout's part about a question: where its text begins, its `minutes` and `heading`."""

    question: str
    start: int
    minutes: int
    heading: str


def sections(handout: str) -> list[Section]:
    """Return the parts about questions, in the handout's order."""
    return [
        Section(found[1], found.start(), int(found[2]), found[3])
        for found in SECTION.finditer(handout)
    ]


def table_values(handout: str, rubric: Rubric) -> dict[str, str]:
    """Return what replaces the handout's placeholders for its tables and counts."""
    by_id = {question.id: question for question in rubric.questions}
    found = [(one, by_id[one.question]) for one in sections(handout) if one.question in by_id]
    usual = [(one, question) for one, question in found if not question.extra]
    extra = [(one, question) for one, question in found if question.extra]
    package = [
        *(_package_row(*one) for one in usual),
        f"| | | **all** | **{rubric.points:g}** | |",
        *(_package_row(*one) for one in extra),
    ]
    notebook = [
        *(_notebook_row(*one) for one in usual),
        f"| | **all** | **{rubric.points:g}** | |",
        *(_notebook_row(*one) for one in extra),
    ]
    files = dict.fromkeys(HOMES[name] for _, question in found for name in QUESTIONS[question.id])
    return {
        "questions package": "\n".join(package),
        "questions notebook": "\n".join(notebook),
        "files": ", ".join(f"`digits/{file}.py`" for file in files),
        "networks": _count(len(NETWORKS), "network"),
        "functions": _count(len(NAMES) - len(NETWORKS), "short function"),
        "thresholds": "\n".join(
            _threshold_row(one.question, rubric) for one in ASSIGNMENT if one.exam
        ),
    }


def anchor(heading: str) -> str:
    """Return what a link to a heading goes to, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def points(extra: bool, number: float) -> str:
    """Return a question's points as they stand in a table."""
    return f"+{number:g} extra" if extra else f"{number:g}"


def _package_row(section: Section, question: Question) -> str:
    link = f"[{question.id}](#{anchor(section.heading)})"
    return f"| {link} | `{HOMES[QUESTIONS[question.id][0]]}.py` | {_rest(section, question)}"


def _notebook_row(section: Section, question: Question) -> str:
    return f"| {question.id} | {_rest(section, question)}"


def _rest(section: Section, question: Question) -> str:
    names = ", ".join(f"`{name}`" for name in QUESTIONS[question.id])
    return f"{names} | {points(question.extra, question.points)} | {section.minutes} |"


def _threshold_row(question: str, rubric: Rubric) -> str:
    network = NETWORKS.get(question)
    trained = f"the grader, your `{network}`" if network else "your `train`, the grader's network"
    cells = [
        f"{100 * exam.budgets[question].threshold:g} %" if question in exam.budgets else ""
        for exam in rubric.exams.values()
    ]
    return f"| {question} | {trained} | {' | '.join(cells)} |"


def _count(number: int, what: str) -> str:
    word = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{word} {what}{'' if number == 1 else 's'}"
