"""Text from students is cleaned of what a terminal would obey, and cut to a limit."""

import pytest

from autograder.text import clean


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain é 日本 👍🏽", "plain é 日本 👍🏽"),
        ("\x1b[31mred\x1b[0m \x9b1mbold", "red bold"),
        ("\x1b]0;title\x07text \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "text link"),
        ("\x1b]0;never ended\nnext line", "\nnext line"),
        ("\x1bPdevice\x1b\\a\x1bcb\x1b(Bc\x1b", "abc"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00b\x08c\x7fd\x85e\tf", "abcd\ne\tf"),
        ("\u202eevil\u2066\u200f", "evil"),
        ("bad \udce9", "bad \ufffd"),
    ],
)
def test_text_is_cleaned_of_what_a_terminal_would_obey(text: str, cleaned: str) -> None:
    assert clean(text, 100) == cleaned
    assert clean(cleaned, 100) == cleaned


def test_long_text_keeps_its_beginning_and_end() -> None:
    text = "start " + "x" * 5_000 + " end"
    short = clean(text, 200)
    assert len(short) <= 200
    assert short.startswith("start ")
    assert short.endswith(" end")
    assert "4,810 characters or more are left out" in short


@pytest.mark.parametrize("limit", [0, 1, 10, 45, 60])
def test_the_limit_holds_however_small(limit: int) -> None:
    assert len(clean("x" * 1_000, limit)) <= limit


def test_cleaning_takes_no_longer_for_text_made_to_slow_it_down() -> None:
    for text in ("\x1b]" * 300_000, "\x1b[" * 300_000, "\x1b[0" * 300_000, "\x1b[0 " * 200_000):
        assert len(clean(text, 100)) <= 100
