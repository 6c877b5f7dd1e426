"""A grade holds text that is fit to be shown, wherever it comes from."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.results.grade import CheckResult
from autograder.text import clean
from support.grades import make_grade

CHECK = make_grade().results[0].check
PIECES = [
    "\x1b",
    "\x1b[",
    "\x9b",
    "\x1b]",
    "31m",
    "\x07",
    "\r",
    "\n",
    "\x85",
    "\u202e",
    "\ud800",
    "x",
]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain, <b>[bold]</b>", "plain, <b>[bold]</b>"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("one\r\ntwo\x85three", "one\ntwo\nthree"),
        ("\u202eturned\x00 \ud800", "turned \ufffd"),
    ],
)
def test_a_students_text_is_cleaned_where_it_enters(text: str, cleaned: str) -> None:
    result = CheckResult(CHECK, "failed", text, text)
    assert (result.hint, result.details) == (cleaned, cleaned)
    assert replace(make_grade(), note=text).note == cleaned


def test_a_name_is_cleaned() -> None:
    assert make_grade(name="\x1b[2Jada \u202elovelace").name == "ada lovelace"


def test_text_has_a_length_that_a_page_can_hold() -> None:
    result = CheckResult(CHECK, "failed", "h" * 5_000, "d" * 5_000)
    assert (len(result.hint), len(result.details)) == (600, 3_000)
    assert "4,400 characters or more are left out" in result.hint
    assert len(make_grade(note="n" * 5_000).note) == 1_000


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.integers(0, 60))
def test_clean_text_stays_as_it_is(pieces: list[str], limit: int) -> None:
    once = clean("".join(pieces), limit)
    assert not set(once) & set("\x1b\x9b\x07\r\x85\u202e\ud800")
    assert clean(once, limit) == once
