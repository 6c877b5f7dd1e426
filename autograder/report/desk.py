"""Writes the desk: one page on which a person marks the answers to the written question.

It has an answer at a time, in random order and without names, with the code and the pictures beside
it. What a student wrote is in the page as data: its script makes text of it, never markup.
"""

import base64
import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..files import write_whole
from ..results.grade import Grade
from ..results.pseudonyms import Pseudonyms, make_pseudonyms, result_names
from ..results.reading import read_reading
from ..results.results_json import UnreadableResult, read_document, read_grade
from ..rubric.rubric import Rubric
from ..rubric.written import WrittenQuestion
from .drawn import Drawn
from .pages import POLICY, TEMPLATES
from .pages import _render as render
from .pictures import cost_curves, first_weights

FILE = "desk.htm"  # no submission's page is called so
HIDDEN = "▮▮▮"  # in place of a name
SHORTEST_NAME = 4  # characters; what is shorter may be a word
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

    Raises `NoDesk` and `OSError`.
    """
    question = rubric.written
    if question is None:
        raise NoDesk("grading.yml has no question of the kind `written`.")
    names = list(result_names(out))
    if not names:
        raise NoDesk(f"there are no results in {out}: `autograder grade` writes them.")
    pseudonyms = make_pseudonyms(out)
    answers, left_out = [], []
    for name in names:
        try:
            answers.append(_answer(out, name, rubric, pseudonyms))
        except UnreadableResult as error:
            left_out.append(f"{name}: {error}")
    answers.sort(key=lambda one: one.id)
    random.Random(f"{pseudonyms.key} {seed}").shuffle(answers)
    page = desk_html(rubric.title, question, pseudonyms.class_key, answers)
    return Desk(write_whole(out / FILE, page), len(answers), tuple(left_out))


def desk_html(
    title: str, question: WrittenQuestion, class_key: str, answers: list[DeskAnswer]
) -> str:
    """Return the page."""
    script = (TEMPLATES / "desk.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    about = {
        "key": f"{class_key} {question.id}",
        "question": question.id,
        "points": question.points,
        "items": [item.model_dump() for item in question.items],
        "ids": [one.id for one in answers],
    }
    return render(
        "desk.html",
        title=title,
        policy=POLICY.format(f"'sha256-{digest}'"),
        script=Markup(script),
        look=Markup((TEMPLATES / "desk.css").read_text("utf-8")),
        question=question,
        about=as_data(about),
        answers=[(one.id, as_data(asdict(one))) for one in answers],
    )


def as_data(value: Any) -> Markup:
    """Return a value as JSON that cannot end the element that it stands in, nor begin a comment."""
    return Markup(json.dumps(value).translate(DATA))  # ASCII: no line separators either


def _answer(out: Path, name: str, rubric: Rubric, pseudonyms: Pseudonyms) -> DeskAnswer:
    """Return the answer in the result `name`; raises `UnreadableResult`."""
    grade, reading = read_grade(out / f"{name}.json", rubric), read_reading(out, name)
    if grade is None or reading is None:
        raise UnreadableResult("what was handed in is not beside it; grade the class again")
    if grade.unreadable:
        raise UnreadableResult("the submission could not be read")
    whose = _names(read_document(out / f"{name}.json"), name)
    code = tuple((file, _blind(text, whose)) for file, text in reading.code.items())
    pictures = tuple(_pictures(out, grade))
    return DeskAnswer(pseudonyms.of(name), _blind(reading.answer, whose), code, pictures)


def _names(document: Any, name: str) -> list[str]:
    """Return what tells whose a submission is: names, ids and addresses."""
    found = [name, re.sub(r" \(\d+\)$", "", name)]
    for one in document["extra_data"].get("students", ()):
        found += [one["name"], one["email"], *one["ids"]]
    return sorted({one for one in found if len(one) >= SHORTEST_NAME}, key=len, reverse=True)


def _blind(text: str, whose: list[str]) -> str:
    """Return a text without the student's own names, as far as they are known."""
    names = "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in whose)
    return re.sub(names, HIDDEN, text, flags=re.IGNORECASE) if whose else text


def _pictures(out: Path, grade: Grade) -> Iterator[tuple[str, str]]:
    """Yield the costs and the weights of a submission's networks."""
    drawn, data = Drawn(out, grade.name, grade.picture_data), grade.picture_data
    for question, costs in data.costs.items():
        picture = drawn.draw(f"{question} costs", lambda: cost_curves(costs, question) or "")  # noqa: B023
        yield f"{question}: costs that train returned", picture
    for question, network in data.networks.items():
        if (weights := network.weights) is not None:
            picture = drawn.draw(f"{question} weights", lambda: first_weights(weights, question))  # noqa: B023
            yield f"{question}: weights of the first layer", picture
