"""Writes the desk: one page on which a person marks the answers to the written question.

It has an answer at a time, in random order and without names, with the code and the pictures beside
it. What a student wrote is in the page as data: its script makes text of it, never markup.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..files import write_whole
from ..intake.filenames import HandIn
from ..results.grade import Grade
from ..results.known import hand_ins_in
from ..results.pseudonyms import class_name, give_pseudonyms
from ..results.reading import read_reading
from ..results.results_json import UnreadableResult, read_grade
from ..rubric.rubric import Rubric
from ..rubric.written import WrittenQuestion
from .blind import Blind, identifying
from .drawn import Drawn
from .pages import TEMPLATES, policy_for, render
from .pictures import cost_curves, first_weights

FILE = "desk.htm"  # no submission's page is called so
HIDDEN = "▮▮▮"  # in place of a name
DATA = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class NoDesk(Exception):
    """There is nothing to mark; the message says why."""


@dataclass(frozen=True)
class DeskAnswer:
    """An answer under a pseudonym, with code by file and pictures, which are ours, by title."""

    id: str
    answer: str
    code: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Desk:
    """What was written: the page, how many answers are on it, and who is not, with the reason."""

    path: Path
    count: int
    left_out: tuple[str, ...]


def write_desk(out: Path, rubric: Rubric, seed: int = 0) -> Desk:
    """Write the desk for the results in `out`; the same `seed` gives the same order.

    Raises `NoDesk`, `NoPseudonyms` and `OSError`.
    """
    question = rubric.written
    if question is None:
        raise NoDesk("grading.yml has no question of the kind `written`.")
    hand_ins = hand_ins_in(out)
    if not hand_ins:
        raise NoDesk(f"there are no results in {out}: `autograder grade` writes them.")
    pseudonyms, blind = give_pseudonyms(out, rubric.title, hand_ins), _blind(hand_ins)
    answers, left_out = [], []
    for name, pseudonym in pseudonyms.items():
        try:
            answers.append(_answer(out, name, rubric, blind, pseudonym))
        except UnreadableResult as error:
            left_out.append(f"{name}: {error}")
    answers.sort(key=lambda one: sha256(f"{seed} {one.id}".encode()).digest())
    page = desk_html(rubric.title, question, class_name(out, rubric.title), answers)
    return Desk(write_whole(out / FILE, page), len(answers), tuple(left_out))


def desk_html(title: str, question: WrittenQuestion, called: str, answers: list[DeskAnswer]) -> str:
    """Return the page; `called` tells its marks in the browser from those of other classes."""
    script = (TEMPLATES / "desk.js").read_text("utf-8")
    about = {
        "key": f"{called} {question.id}",
        "question": question.id,
        "points": question.points,
        "items": [item.model_dump() for item in question.items],
        "ids": [one.id for one in answers],
    }
    return render(
        "desk.html",
        title=title,
        policy=policy_for(script),
        script=Markup(script),
        look=Markup((TEMPLATES / "desk.css").read_text("utf-8")),
        question=question,
        about=as_data(about),
        answers=[(one.id, as_data(asdict(one))) for one in answers],
    )


def as_data(value: Any) -> Markup:
    """Return a value as JSON that cannot end the element that it stands in, nor begin a comment."""
    return Markup(json.dumps(value).translate(DATA))  # ASCII: no line separators either


def _answer(out: Path, name: str, rubric: Rubric, blind: Blind, id: str) -> DeskAnswer:
    """Return the answer in the result `name`; raises `UnreadableResult`."""
    grade, reading = read_grade(out / f"{name}.json", rubric), read_reading(out, name)
    if grade is None or reading is None:
        raise UnreadableResult("what was handed in is not beside it; grade the class again")
    if grade.unreadable:
        raise UnreadableResult("the submission could not be read")
    code = tuple((blind.text(file), blind.text(text)) for file, text in reading.code.items())
    return DeskAnswer(id, blind.text(reading.answer), code, tuple(_pictures(out, grade)))


def _blind(hand_ins: Mapping[str, HandIn | None]) -> Blind:
    """Return what hides all names, ids and addresses of the class, as far as results tell them."""
    known = [(name, name) for name in hand_ins]
    for name, hand_in in hand_ins.items():
        for one in hand_in.people if hand_in else ():
            known += [(text, name) for text in identifying(one.name, one.ids, one.email)]
    return Blind(dict.fromkeys(hand_ins, HIDDEN), known)


def _pictures(out: Path, grade: Grade) -> Iterator[tuple[str, str]]:
    """Yield the costs and the weights of a submission's networks, as far as they can be drawn."""
    drawn, data = Drawn(out, grade.name, grade.picture_data), grade.picture_data
    for question, costs in data.costs.items():
        if picture := _picture(drawn, f"{question} costs", partial(cost_curves, costs, question)):
            yield f"{question}: costs that train returned", picture
    for question, network in data.networks.items():
        if (weights := network.weights) is not None:
            make = partial(first_weights, weights, question)
            if picture := _picture(drawn, f"{question} weights", make):
                yield f"{question}: weights of the first layer", picture


def _picture(drawn: Drawn, what: str, make: Callable[[], Markup | None]) -> str:
    """Return a picture; empty if it cannot be drawn, for a desk without it is better than none."""
    try:
        return drawn.draw(what, lambda: make() or "")
    except Exception:  # noqa: BLE001 - whatever drawing raises
        return ""
