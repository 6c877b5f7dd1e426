"""German hints: each English one has its own, with the same fields and concept, and no English."""

import re
from string import Formatter

import pytest

from autograder.checking.hints.catalogue import catalogue
from autograder.checking.hints.graded import graded
from autograder.quality.translations import hints_in

ENGLISH, GERMAN = graded("en"), graded("de")
SAME = {  # of punctuation and names only, or the same word in both languages
    *("answer.is-nan", "network.refused", "place.in-function", "q7.trouble"),
    *("where.in", "where.place"),
}
ENGLISH_WORDS = re.compile(r"\b(the|of|and|with|your|is|are|look|expected|returned)\b")


def fields(text: str) -> list[str]:
    """The fields that a check gives, with their formats; constants may stand where they fit."""
    found = [(name, form) for _, name, form, _ in Formatter().parse(text) if name]
    return sorted(f"{name}:{form}" for name, form in set(found) if not name.isupper())


def test_every_hint_and_every_concept_is_german() -> None:
    lines, concepts = hints_in("de")
    assert lines.keys() == ENGLISH.lines.keys()
    assert concepts.keys() == ENGLISH.concepts.keys()


@pytest.mark.parametrize("id", sorted(ENGLISH.lines))
def test_a_german_line_fills_in_what_the_english_one_does(id: str) -> None:
    (english, of), (german, concept) = ENGLISH.lines[id], GERMAN.lines[id]
    assert fields(german) == fields(english)
    assert concept == of
    assert (german == english) == (id in SAME)
    plain = re.sub(r"`[^`]*`|\{[^}]*\}", "", german)
    assert not ENGLISH_WORDS.search(plain)


@pytest.mark.parametrize("name", sorted(ENGLISH.concepts))
def test_a_german_concept_is_as_long_as_an_english_one(name: str) -> None:
    text, _ = GERMAN.concepts[name]
    assert 60 <= len(text.split()) <= 160
    assert not re.search(r"\b(the|and|your|are|expected)\b", text)


def test_what_stands_around_hints_is_german() -> None:
    example = {"given": {"n": 2}, "expected": {"cost": 0.5}, "got": {"cost": 1.0}}
    hint = catalogue("de").hint({"hint": "q3.sum", "example": example})
    assert hint.line == "Es ist die Summe über den Batch; erwartet wird das Mittel."
    assert hint.look.endswith("(Anleitung: „q3: Was eine Vorhersage kostet“.)")
    assert hint.example.split("\n") == ["n = 2", "      erwartet  erhalten", "cost  0.5       1"]


def test_a_message_in_a_field_is_german_too() -> None:
    where = {"hint": "where.place", "place": {"hint": "place.line", "file": "a.py", "line": 3}}
    doing = {"hint": "doing.calling", "name": "train"}
    message = {"hint": "code.raised", "raised": "ValueError: x", "doing": doing, "where": where}
    assert GERMAN.words(message) == "ValueError: x (beim Aufruf von train, a.py, Zeile 3)"


def test_a_language_that_is_not_there_is_english() -> None:
    assert graded("tlh").lines == ENGLISH.lines
