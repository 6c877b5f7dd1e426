"""What a language lacks: sentences of titles and pages, words of hints, the handout."""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from ..checking.hints.graded import GRADED
from ..language import ENGLISH, TRANSLATIONS
from ..probing.hints.catalogue import Row, parts, rows_of
from ..project import CHECKS, GRADER_PACKAGE, ROOT
from ..release.kit import HINTS
from ..release.only_graded import only_graded
from ..rubric.rubric import Rubric

CALLS: Mapping[str, tuple[int, ...] | None] = {
    "IntakeError": None,
    "marked": None,
    "plural": (1, 2),
    "say": None,
    "sentence": None,
}
STARTS = 60  # characters of a sentence that name it
TWO_WORDS = re.compile(r"\b[a-z]+ [A-Za-z]{2,}")  # in a row that is not code alone


def missing(language: str, rubric: Rubric) -> list[str]:
    """Return a line for everything that students who read `language` would read in English.

    `rubric` is the English one, for its titles.
    """
    if language == ENGLISH:
        return []
    lines, concepts = hints_in(language)
    handout = f"solution/README.{language}.md"
    absent = [f"{one}: a hint's line" for one in sorted(GRADED.lines.keys() - lines.keys())]
    absent += [f"{one}: a hint's concept" for one in sorted(GRADED.concepts.keys() - concepts)]
    rows = rows_in(language)
    absent += [
        f"{one}: a row of an example"
        for one, row in sorted(GRADED.rows.items())
        if one not in rows and any(map(TWO_WORDS.search, row))
    ]
    known = translated(language)
    absent += [
        f"{_start(one)}: a sentence in autograder/language/{language}.po"
        for one in sentences(rubric)
        if one not in known
    ]
    return absent + [f"{handout}: the handout"] * (not (ROOT / handout).is_file())


def sentences(rubric: Rubric) -> list[str]:
    """Return the English sentences of titles and pages, each once."""
    return list(dict.fromkeys([*_titles(rubric), *_on_pages(), *_in_code()]))


def translated(language: str) -> set[str]:
    """Return the English sentences that a language has its own for."""
    with (TRANSLATIONS / f"{language}.po").open("rb") as file:
        return {_id(one.id) for one in read_po(file, language) if one.string and all(one.string)}


def hints_in(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return a language's own lines of hints by id, and its own concepts by name."""
    lines: dict[str, str] = {}
    concepts: dict[str, str] = {}
    for module in _words_of(language):
        lines |= {id: line for id, (line, _) in module.LINES.items()}
        own = getattr(module, "CONCEPTS", {})
        concepts |= {name: text for name, (text, _) in own.items()}
    return lines, concepts


def rows_in(language: str) -> dict[str, Row]:
    """Return a language's own rows of examples by id; one that is code alone needs none."""
    return rows_of(_words_of(language))


def _words_of(language: str) -> Iterator[ModuleType]:
    """Yield the modules that hold a language's own words of hints."""
    for folder in HINTS:
        files = sorted((GRADER_PACKAGE / folder / language).glob("[a-z]*.py"))
        package = f"{GRADER_PACKAGE.name}.{folder.replace('/', '.')}.{language}"
        yield from parts(package, [path.stem for path in files])


def _titles(rubric: Rubric) -> Iterator[str]:
    yield rubric.title
    for question in rubric.questions:
        yield question.title
        yield from (check.title for check in question.checks)
    if rubric.written is not None:
        yield from (rubric.written.title, rubric.written.prompt)
    for sentences_of_question in only_graded(CHECKS, rubric).values():
        yield from sentences_of_question


def _on_pages() -> Iterator[str]:
    for path in sorted((GRADER_PACKAGE / "report" / "templates").glob("*.html")):
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, ("gettext", "ngettext", "_"), (), {}):
                if message is not None:  # the argument is no sentence that stands there
                    yield _id(message)


def _in_code() -> Iterator[str]:
    for path in sorted(GRADER_PACKAGE.rglob("*.py")):
        if path.is_relative_to(GRADER_PACKAGE / "quality"):
            continue
        yield from _in_module(path.read_bytes())


@cache  # each language has the same modules
def _in_module(source: bytes) -> list[str]:
    return [_id(message) for _, message, _, _ in extract("python", io.BytesIO(source), CALLS)]


def _id(message: object) -> str:
    """Return what a message is called by: its sentence in the singular."""
    return str(message[0] if isinstance(message, list | tuple) else message)


def _start(sentence: str) -> str:
    text = " ".join(sentence.split())
    return text if len(text) <= STARTS else f"{text[:STARTS]}…"
