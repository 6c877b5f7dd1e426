"""Whose grade a decision is about: found surely, or it is said who it may be."""

import unicodedata

import pytest

from autograder.intake.filenames import HandIn, Person
from autograder.results.whose import AboutWhom, Whose

JANE = HandIn((Person("Jane Doe", ("12", "s7"), "jane@uni.example"),), "moodle")
ANN, SMALL_ANN = HandIn((Person("Ann"),)), HandIn((Person("ann"),))
CLASS = {
    "Jane Doe (12)": JANE,
    "Jane Doe (12)-2": JANE,
    "José": HandIn((Person("José"),)),
    "Ann": ANN,
    "ann-2": SMALL_ANN,
    "Bob": HandIn((Person("Bob", ("b1", "9")),)),
    "Cy": HandIn((Person("Cy", ("9", "c1")),)),
    "Cy-2": HandIn((Person("Cy", ("c1",)),)),
}
WHOSE = Whose(CLASS, {"Bob": "anon-aaaaaaaa"})


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("Ann", ["Ann"]),  # the one that is called so, letter for letter
        ("ann-2", ["ann-2"]),
        ("ANN-2", ["ann-2"]),
        ("bob", ["Bob"]),
        ("Anon-AAAAAAAA", ["Bob"]),
        (unicodedata.normalize("NFD", "José"), ["José"]),
        (unicodedata.normalize("NFD", "josé"), ["José"]),
        ("c1", ["Cy", "Cy-2"]),
        ("S7", ["Jane Doe (12)", "Jane Doe (12)-2"]),  # all that one student has handed in
        ("Jane@Uni.example", ["Jane Doe (12)", "Jane Doe (12)-2"]),
        ("jane doe (12)", ["Jane Doe (12)"]),  # both are the same student's
        ("zoe", []),
        ("", []),
    ],
)
def test_a_name_is_found_whatever_its_capitals_and_its_form_of_accents(
    name: str, about: list[str]
) -> None:
    assert WHOSE.find(name) == AboutWhom(tuple(about))


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("ann", ["Ann", "ann-2"]),
        ("ANN", ["Ann", "ann-2"]),
        ("jane doe", ["Jane Doe (12)", "Jane Doe (12)-2"]),  # a name alone is no answer
        ("9", ["Bob", "Cy"]),  # an id of one, and another number of the other
        ("cy", ["Cy", "Cy-2"]),  # one of them has another first id: nobody knows
    ],
)
def test_what_may_be_several_students_is_none_of_them(name: str, may: list[str]) -> None:
    assert WHOSE.find(name) == AboutWhom((), tuple(may))


def test_whoever_is_found_is_described() -> None:
    assert WHOSE.describe("Jane Doe (12)-2") == (
        "Jane Doe (12)-2 (Jane Doe, 12, s7, jane@uni.example)"
    )
    assert WHOSE.describe("Bob") == "Bob (b1, 9)"
    assert WHOSE.describe("Ann") == "Ann (another one is ann-2)"
    assert WHOSE.describe("José") == "José"


def test_a_submission_that_is_called_like_another_ones_id_is_meant_letter_for_letter_only() -> None:
    ada = HandIn((Person("Ada", ("bob", "7"), "ada@uni.example"),))
    whose = Whose({"ada": ada, "bob": HandIn((Person("Bob"),)), "12": JANE, "other": JANE})
    assert whose.find("bob") == AboutWhom(("bob",))
    assert whose.find("Bob") == AboutWhom((), ("bob", "ada"))
    assert whose.describe("bob") == "bob (Bob, an id or address of ada is the same)"
    assert whose.find("12") == AboutWhom(("12",))
    assert "is the same" not in whose.describe("12")  # both are one student's
