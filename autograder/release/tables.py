"""The handout's tables and counts, made from the table of questions, the rubric and its headings.

A question's part begins with how many minutes it takes, as an estimate, and its heading:

    <!-- part q5 45 minutes -->
    ## q5: how good is it?
"""

import re
from dataclasses import dataclass

from ..datasets.named import DIGITS
from ..language import ENGLISH, translations
from ..probing.questions import ASSIGNMENT, HOMES, NAMES, NETWORKS, QUESTIONS
from ..rubric.rubric import Question, Rubric
from .form_values import in_words

SECTION = re.compile(r"^<!-- part (q\d+) (\d+) minutes -->\n## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """The handout's part about a question: the `minutes` it takes, and its `heading`."""

    question: str
    minutes: int
    heading: str


def sections(handout: str) -> list[Section]:
    """Return the parts about questions, in the handout's order."""
    return [Section(found[1], int(found[2]), found[3]) for found in SECTION.finditer(handout)]


def table_values(handout: str, rubric: Rubric) -> dict[str, str]:
    """Return what replaces the handout's placeholders for its tables and counts."""
    language = rubric.language
    say = translations(language).gettext
    everything = say("all")
    by_id = {question.id: question for question in rubric.questions}
    found = [(one, by_id[one.question]) for one in sections(handout) if one.question in by_id]
    usual = [(one, question) for one, question in found if not question.extra]
    extra = [(one, question) for one, question in found if question.extra]
    package = [
        *(_package_row(*one, language) for one in usual),
        f"| | | **{everything}** | **{rubric.points:g}** | |",
        *(_package_row(*one, language) for one in extra),
    ]
    notebook = [
        *(_notebook_row(*one, language) for one in usual),
        f"| | **{everything}** | **{rubric.points:g}** | |",
        *(_notebook_row(*one, language) for one in extra),
    ]
    files = dict.fromkeys(HOMES[name] for _, question in found for name in QUESTIONS[question.id])
    return {
        "questions package": "\n".join(package),
        "questions notebook": "\n".join(notebook),
        "files": ", ".join(f"`digits/{file}.py`" for file in files),
        "networks": _count(len(NETWORKS), say("one network"), say("{count} networks"), language),
        "functions": _count(
            len(NAMES) - len(NETWORKS),
            say("one short function"),
            say("{count} short functions"),
            language,
        ),
        "thresholds": "\n".join(
            _threshold_row(one.question, rubric) for one in ASSIGNMENT if one.exam
        ),
    }


def anchor(heading: str) -> str:
    """Return what a link to a heading goes to, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def points(extra: bool, number: float, language: str = ENGLISH) -> str:
    """Return a question's points as they stand in a table."""
    say = translations(language).gettext
    return say("+{points} extra").format(points=f"{number:g}") if extra else f"{number:g}"


def _package_row(section: Section, question: Question, language: str) -> str:
    link = f"[{question.id}](#{anchor(section.heading)})"
    return (
        f"| {link} | `{HOMES[QUESTIONS[question.id][0]]}.py` | {_rest(section, question, language)}"
    )


def _notebook_row(section: Section, question: Question, language: str) -> str:
    return f"| {question.id} | {_rest(section, question, language)}"


def _rest(section: Section, question: Question, language: str) -> str:
    names = ", ".join(f"`{name}`" for name in QUESTIONS[question.id])
    return f"{names} | {points(question.extra, question.points, language)} | {section.minutes} |"


def _threshold_row(question: str, rubric: Rubric) -> str:
    network = NETWORKS.get(question)
    say = translations(rubric.language).gettext
    by_the_grader = say("the grader, your `{network}`").format(network=network)
    trained = by_the_grader if network else say("your `train`, the grader's network")
    cells = [
        f"{100 * rubric.exams[data].budgets[question].threshold:g} %"
        if data in rubric.exams and question in rubric.exams[data].budgets
        else say("not measured yet")
        for data in (DIGITS if rubric.data in DIGITS else (rubric.data,))
    ]
    return f"| {question} | {trained} | {' | '.join(cells)} |"


def _count(number: int, one: str, many: str, language: str) -> str:
    return one if number == 1 else many.format(count=in_words(number, language))
