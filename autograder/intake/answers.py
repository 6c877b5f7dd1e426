"""Finds the answer to the written question: a file of a package, or cells of a notebook.

An answer is text that people read. It is never run, and it is no part of the files that are graded.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import PurePosixPath

from ..language import languages, marked, translations
from ..text import clean
from .encodings import read_text

ANSWER = "written_answer.md"
ANSWER_LINE = marked("<!-- Your answer: everything below this line. -->")
EMPTY = marked("_Type your answer here, replacing this text._")  # Otter's words, in English
CELL_ID = "write-answer"  # of the notebook's cell for it
QUESTION_BEGIN = "<!-- BEGIN QUESTION -->"  # above it, by Otter
QUESTION_END = "<!-- END QUESTION -->"  # and below it

MAX_ANSWER = 20_000  # characters
MAX_READ = 10 * MAX_ANSWER  # characters of a file, or of all cells between Otter's lines
NAME = re.compile(r"written_answer(?:\.md|\.markdown|\.txt|\.md\.txt)?", re.IGNORECASE)
OTHER_NAME = re.compile(r"written_answer\.\w+", re.IGNORECASE)
HEADING = re.compile(r"\s*#{1,6} [^\n]*")


def is_answer(path: str) -> bool:
    """Say whether a file of this path is the one for the answer."""
    return NAME.fullmatch(PurePosixPath(path).name) is not None


def answers_in(files: Mapping[str, bytes]) -> list[str]:
    """Return what may be the answer in the files of a submission, by path; least deep ones first.

    One that was left as it was handed out is the prompt, and no answer.
    """
    paths = sorted(filter(is_answer, files), key=lambda path: (path.count("/"), path))
    return [*filter(None, (own_text(read_text(files[path])) for path in paths))]


def without_answer(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are graded."""
    return {path: data for path, data in files.items() if not is_answer(path)}


def unreadable_answers(paths: Iterable[str]) -> list[str]:
    """Return the files that are called like the answer and are no text, such as a PDF."""
    return [path for path in paths if OTHER_NAME.fullmatch(PurePosixPath(path).name)]


def own_text(text: str) -> str:
    """Return what the student has written: without the heading and what was given.

    Where nothing stands below the line for the answer, what stands above it counts.
    """
    _, *below = _answer_line().split(text[:MAX_READ])
    if below and (own := _without_given(below[-1])):
        return clean(own, MAX_ANSWER)
    whole = _without_given(text[:MAX_READ])
    heading = HEADING.match(whole)
    return clean(whole[heading.end() if heading else 0 :].strip(), MAX_ANSWER)


def _without_given(text: str) -> str:
    of_ours = (*_in_all_languages(ANSWER_LINE), *_in_all_languages(EMPTY))
    for given in (*of_ours, QUESTION_BEGIN, QUESTION_END):
        text = text.replace(given, "")
    return text.strip()


@cache
def _answer_line() -> re.Pattern[str]:
    """Return how the line above an answer is found in every language, whatever its end is."""
    words = (one.partition(":")[0].removeprefix("<!-- ") for one in _in_all_languages(ANSWER_LINE))
    first = "|".join(map(re.escape, words))
    return re.compile(rf"<!--\s{{0,9}}(?:{first})\b[^\n]{{0,200}}?-->")  # bounded


@cache
def _in_all_languages(sentence: str) -> tuple[str, ...]:
    """Return what a sentence is in the languages that the assignment is released in."""
    return tuple(dict.fromkeys(translations(one).gettext(sentence) for one in languages()))


class AnswerCells:
    """Collects the cells of a notebook that are the answer: those between Otter's marks.

    Where a notebook has lost the marks, it is the cell that was made for the answer.
    """

    def __init__(self) -> None:
        self.between: list[str] = []
        self.cell = ""
        self.room = MAX_READ
        self.inside = False

    def add(self, id: str, text: str) -> None:
        """Take the next cell, of whatever kind."""
        if id == CELL_ID:
            self.cell = text[:MAX_READ]
        self.inside |= QUESTION_BEGIN in text
        if self.inside:
            begun = text.partition(QUESTION_BEGIN)[2] or text
            part = begun.partition(QUESTION_END)[0][: self.room]
            self.between.append(part)
            self.room -= len(part)
        self.inside &= QUESTION_END not in text

    @property
    def answer(self) -> str:
        """The answer; empty if there is none."""
        return own_text("\n\n".join(self.between)) or own_text(self.cell)
