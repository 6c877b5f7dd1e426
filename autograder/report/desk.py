"""Writes the desk: one page on which a person marks the answers to the written question.

It has an answer at a time, in random order and without names, with the code and the pictures beside
it. What a student wrote is in the page as data: its script makes text of it, never markup. Files
and digits that several answers have beside them are in the page once.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..files import write_whole
from ..intake.filenames import HandIn
from ..language import marked, translations
from ..results.class_list import read_class_list
from ..results.known import hand_ins_in
from ..results.picture_data import PicturedNetwork
from ..results.pseudonyms import class_name, give_pseudonyms
from ..results.reading import read_reading
from ..results.results_json import UnreadableResult, grade_file, read_grade
from ..rubric.rubric import Rubric
from ..rubric.written import WrittenQuestion
from .blind import Blind, identifying
from .code_page import Line, ShownFile, colours, shown_files
from .drawn import Drawn
from .pages import TEMPLATES, render
from .similarity import GIVEN
from .student_page import Mistake, Pictures, pictures_of

DESK = "desk.htm"  # no submission's page is called so
HIDDEN = "▮▮▮"  # in place of a name
SCRIPT_WORDS = {  # what the script says, with fields in braces
    "answer": marked("Answer {number} of {count}"),
    "changed": marked(
        "The rubric has changed: look again at {count} answers marked by what it was."
    ),
    "keepNoLonger": marked("Keep no longer:"),
    "keepsNothing": marked(
        "This browser keeps nothing of what you do here: download before you close the page."
    ),
    "marked": marked("Answer {number} of {count}, marked"),
    "nameFirst": marked("Write your name first: it tells your decisions from another grader's."),
    "noAnswer": marked("No answer was found in what was handed in."),
    "noPoints": marked("no points"),
    "nothing": marked("Nothing of what was looked for is in it."),
    "points": marked("{points} of {most} points"),
    "progress": marked("{done} of {count} are marked"),
    "shift": marked("Shift"),
}
MEANT = "<>&"  # characters that mean something in a page

Say = Callable[[str], str]


class NoDesk(Exception):
    """There is nothing to mark; the message says why."""


@dataclass(frozen=True)
class DeskAnswer:
    """An answer under a pseudonym, with the code, and the pictures by question."""

    id: str
    answer: str
    code: tuple[ShownFile, ...]
    pictures: Mapping[str, Pictures]


@dataclass(frozen=True)
class Desk:
    """What was written: the page, how many answers are on it, of how many of them no text was
    found, and who is not on it, with the reason.
    """

    path: Path
    count: int
    empty: int
    left_out: tuple[str, ...]


def write_desk(out: Path, rubric: Rubric, seed: int = 0) -> Desk:
    """Write the desk for the results in `out`; the same `seed` gives the same order.

    Raises `NoDesk`, `NoPseudonyms` and `OSError`.
    """
    question = rubric.written
    if question is None:
        raise NoDesk("grading.yml has no question of the kind `written`.")
    hand_ins = _hand_ins(out)
    pseudonyms, blind = give_pseudonyms(out, rubric.title, hand_ins), _blind(hand_ins)
    class_list = read_class_list(out)
    answers, left_out = [], []
    for name, pseudonym in pseudonyms.items():
        try:
            if class_list is not None and (reason := class_list.why_not(name)):
                raise UnreadableResult(reason)
            answers.append(_answer(out, name, rubric, blind, pseudonym))
        except UnreadableResult as error:
            left_out.append(f"{name}: {error}")
    if not answers:
        raise NoDesk("\n".join(("there is nobody to be marked.", *left_out)))
    answers.sort(key=lambda one: sha256(f"{seed} {one.id}".encode()).digest())
    called = class_name(out, rubric.title)
    page = desk_html(rubric.title, question, called, answers, rubric.language)
    empty = sum(not one.answer for one in answers)
    return Desk(write_whole(out / DESK, page), len(answers), empty, tuple(left_out))


def desk_html(
    title: str,
    question: WrittenQuestion,
    called: str,
    answers: list[DeskAnswer],
    language: str,
) -> str:
    """Return the page; `called` tells its marks in the browser from those of other classes."""
    say = translations(language).gettext
    about = {
        "key": f"{called} {question.id}",
        "question": question.id,
        "points": question.points,
        "items": [item.model_dump() for item in question.items],
        "ids": [one.id for one in answers],
        "words": {name: say(sentence) for name, sentence in SCRIPT_WORDS.items()},
    }
    parts = Parts()
    shown = [(one.id, as_data(_data(one, parts, say))) for one in answers]
    return render(
        "desk.html",
        title,
        language,
        script=(TEMPLATES / "desk.js").read_text("utf-8"),
        look=Markup((TEMPLATES / "desk.css").read_text("utf-8")),
        colours=colours(),
        question=question,
        about=as_data(about),
        answers=shown,
        parts=parts.known,
    )


class Parts:
    """What answers have beside them, by the name under which it is in the page: each thing once."""

    def __init__(self) -> None:
        self._names: dict[Markup, str] = {}

    def add(self, value: Any) -> str:
        """Return the name of a value."""
        return self._names.setdefault(as_data(value), f"part-{len(self._names)}")

    @property
    def known(self) -> Iterable[tuple[str, Markup]]:
        """The names, and what they stand for as `as_data` has it."""
        return ((name, data) for data, name in self._names.items())


def as_data(value: Any) -> Markup:
    """Return a value as JSON that cannot end the element that it stands in, nor begin a comment."""
    data = json.dumps(value)  # ASCII: no line separators either
    for character in MEANT:
        data = data.replace(character, f"\\u{ord(character):04x}")
    return Markup(data)


def _hand_ins(out: Path) -> dict[str, HandIn | None]:
    """Return the submissions with a result in `out`; raises `NoDesk` where there are none."""
    try:
        found = hand_ins_in(out) if [*out.iterdir()] else {}
    except FileNotFoundError:
        found = {}
    except OSError as error:
        raise NoDesk(f"{out} cannot be read: {error.strerror}.") from None
    if not found:
        raise NoDesk(f"there are no results in {out}: `autograder grade` writes them.")
    return found


def _answer(out: Path, name: str, rubric: Rubric, blind: Blind, id: str) -> DeskAnswer:
    """Return the answer in the result `name`; raises `UnreadableResult` and `OSError`."""
    grade, reading = read_grade(grade_file(out, name), rubric), read_reading(out, name)
    if grade is None or reading is None:
        raise UnreadableResult("what was handed in is not beside it; grade the class again")
    if grade.unreadable:
        raise UnreadableResult("the submission could not be read")
    code = {file: text.encode("utf-8", "replace") for file, text in reading.code.items()}
    drawn = Drawn(out, grade.name, grade.picture_data)
    questions = [question.id for question in grade.questions]
    pictures = {question: pictures_of(grade, question, drawn.draw) for question in questions}
    drawn.keep()
    shown = tuple(shown_files(blind.files(code), rubric.language))
    return DeskAnswer(id, blind.text(reading.answer), shown, pictures)


def _blind(hand_ins: Mapping[str, HandIn | None]) -> Blind:
    """Return what hides all names, ids and addresses of the class, as far as results tell them."""
    known = [(name, name) for name in hand_ins]
    for name, hand_in in hand_ins.items():
        for one in hand_in.people if hand_in else ():
            known += [(text, name) for text in identifying(one.name, one.ids, one.email)]
    return Blind(dict.fromkeys(hand_ins, HIDDEN), known)


def _data(one: DeskAnswer, parts: Parts, say: Say) -> dict[str, Any]:
    """Return an answer as the page has it, with names of `parts`."""
    return {
        "id": one.id,
        "answer": one.answer,
        "code": [parts.add(_file(file)) for file in one.code],
        "pictures": [
            picture
            for question, drawn in one.pictures.items()
            for picture in _figures(question, drawn, parts, say)
        ],
    }


def _file(one: ShownFile) -> dict[str, Any]:
    """Return a file: each line as pieces, which have a class of pygments' if they are coloured."""

    def pieces(line: Line) -> list[Any]:
        return [[kind, text] if kind else text for kind, text in line]

    return {
        "name": one.name,
        "note": one.note,
        "closed": one.name in GIVEN,
        "lines": [pieces(line) for line in one.lines],
    }


def _figures(question: str, drawn: Pictures, parts: Parts, say: Say) -> Iterator[dict[str, Any]]:
    """Yield what is drawn for a question: SVG, and digits that were taken for others."""
    if drawn.curves:
        yield {
            "title": ": ".join((question, say("costs that train returned"))),
            "svg": drawn.curves,
        }
    if (net := drawn.network) is None:
        return
    known = say("{network} recognises {right} of {count} digits")
    if net.classes:
        known = say("{network} recognises {right} of {count} images")
    numbers = {"right": f"{net.num_right:,}", "count": f"{net.num_digits:,}"}
    right = known.format(network=net.name, **numbers)
    more = say("; mistakes that it is surest of") if drawn.mistakes else ""
    digits = [
        (parts.add(wrong.image), _picture_of(wrong.digit, net, say), _mistake(wrong, net, say))
        for wrong in drawn.mistakes
    ]
    yield {"title": f"{question}: {right}{more}", "digits": digits}
    if drawn.weights:
        yield {
            "title": ": ".join((question, say("weights of the first layer"))),
            "svg": drawn.weights,
        }


def _picture_of(digit: int, net: PicturedNetwork, say: Say) -> str:
    """Say what an image shows, as the student's page does."""
    if net.classes:
        return say("A picture of class %(name)s") % {"name": net.called(digit)}
    return say("A handwritten %(digit)s") % {"digit": digit}


def _mistake(one: Mistake, net: PicturedNetwork, say: Say) -> str:
    """Say what a digit was taken for, and how probable that and the right answer were."""
    both = one.answer, one.digit
    odds = [
        f"{net.called(digit)}: {100 * one.probabilities[digit]:.0f}\N{NO-BREAK SPACE}%"
        for digit in both
    ]
    answer = net.called(one.answer)
    words = say("a %(digit)s, taken for %(answer)s") % {"digit": one.digit, "answer": answer}
    if net.classes:
        named = {"name": net.called(one.digit), "answer": answer}
        words = say("%(name)s, taken for %(answer)s") % named
    return f"{words}\n{', '.join(odds)}"
