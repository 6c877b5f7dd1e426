"""What students receive of the written question: a row, a section, a file for the answer."""

from ..intake.answers import ANSWER, ANSWER_LINE, EMPTY
from ..language import ENGLISH, marked, translations
from ..rubric.written import WrittenQuestion
from .tables import anchor, points

WHERE = f"digits/{ANSWER}"
MINUTES = 20  # that an answer takes, as an estimate
HOW = marked(
    "Write it into `{file}`, below the line that says so; plain text will do, and Markdown,"
    "\ntoo. It is handed in with the package."
)
FILE = """\
# {heading}

{prompt}

{answer_line}

{empty}
"""


def written_values(question: WrittenQuestion | None, language: str) -> dict[str, str]:
    """Return the handout's placeholders for the written question; empty where there is none."""
    names = (
        "written package",
        "written notebook",
        "written file",
        "written section",
        "written package section",
    )
    if question is None:
        return dict.fromkeys(names, "")
    heading = _heading(question, language)
    say = translations(language).gettext
    worth = points(question.extra, question.points, language)
    words = say("an answer in words")
    yours = say("yours: the answer to {question}").format(question=question.id)
    section = f"## {heading}\n\n{question.prompt}"
    rest = f"{words} | {worth} | {MINUTES} |"
    values = (
        f"| [{question.id}](#{anchor(heading)}) | `{ANSWER}` | {rest}",
        f"| {question.id} | {rest}",
        f"| `{WHERE}` | {yours} |",
        section,
        f"{section}\n\n{say(HOW).format(file=WHERE)}",
    )
    return dict(zip(names, values, strict=True))


def answer_file(question: WrittenQuestion, language: str = ENGLISH) -> str:
    """Return the file in which students of the package write their answer."""
    answer_line, empty = map(translations(language).gettext, (ANSWER_LINE, EMPTY))
    heading = _heading(question, language)
    return FILE.format(
        heading=heading, prompt=question.prompt, answer_line=answer_line, empty=empty
    )


def _heading(question: WrittenQuestion, language: str) -> str:
    """Return the heading; only English ones begin with a small letter."""
    title = question.title
    if language == ENGLISH:
        title = title[:1].lower() + title[1:]
    return f"{question.id}: {title}"
