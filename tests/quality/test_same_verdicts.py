"""Self-checks say at home what they say at the grader, and nearly every mistake is seen at home."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from autograder.datasets.catalogue import load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.quality.at_home import HomeRunner
from autograder.quality.selfchecks import SILENT, compare, page, row_of, rows_of
from autograder.rubric.rubric import Rubric
from support import ROOT
from support.seeds import draw_seed
from support.zoo import draw, specimens, without_thresholds

MISTAKES = [one for one in specimens() if one.kind == "mistakes"]
DRAWN = draw(MISTAKES, draw_seed())
FEW = {min(name for name in DRAWN if name.startswith(f"q{n}_")) for n in range(1, 8)}
SAMPLES = {"one a question": FEW, "the others": {one.name for one in MISTAKES} - FEW}


@pytest.fixture(scope="module")
def runner() -> Iterator[HomeRunner]:
    with HomeRunner() as started:
        yield started


@pytest.fixture(scope="module", params=[f"q{number}" for number in range(1, 8)])
def grader_of_one(
    request: Any, rubric: Rubric, zygote: Any, bench_zygote: Any
) -> Iterator[tuple[str, Grader]]:
    """A question, and a grader of nothing else; the verdicts of public checks need no accuracy."""
    only = without_thresholds(rubric.only(request.param), {request.param})
    setup = GradingSetup(only, load("sample"), zygote.isolation, 1)
    with Grader(setup, zygote.client, bench_zygote.client) as grader:
        yield request.param, grader


def rows_of_the_page() -> dict[str, tuple[str, ...]]:
    """The cells of docs/selfchecks.md by the name of the mistake, in order."""
    return rows_of((ROOT / "docs" / "selfchecks.md").read_text("utf-8"))


def without_numbers(text: str) -> str:
    return re.sub(r"-?\d[\d.,e-]*", "#", text)


@pytest.mark.parametrize(
    "sample",
    ["one a question", pytest.param("the others", marks=pytest.mark.full)],
)
def test_public_checks_have_the_same_verdicts_at_home_and_at_the_grader(
    sample: str, grader_of_one: tuple[str, Grader], runner: HomeRunner
) -> None:
    question, grader = grader_of_one
    chosen = [one for one in MISTAKES if question in one.hints and one.name in SAMPLES[sample]]
    found = list(compare(chosen, grader, runner))
    assert len(found) == len(chosen)
    assert {one.specimen.name: one.unequal for one in found if one.unequal} == {}
    on_the_page = rows_of_the_page()
    for one in found:
        row = row_of(one)
        assert without_numbers(on_the_page[one.specimen.name][2]) == without_numbers(row[2])
        assert on_the_page[one.specimen.name][5] == row[5]


def test_the_page_has_a_row_for_every_mistake_and_few_that_are_silent_at_home() -> None:
    text = (ROOT / "docs" / "selfchecks.md").read_text("utf-8")
    rows = rows_of_the_page()
    assert list(rows) == [one.name for one in MISTAKES]
    silent = [name for name, row in rows.items() if row[2] == SILENT]
    assert len(silent) <= 0.05 * len(rows)
    assert [name for name, row in rows.items() if row[4] != "yes"] == []
    assert [name for name, row in rows.items() if row[5] != "yes"] == []
    assert page(list(rows.values())) == text
    assert re.search(r"^\d+ of \d+ mistakes \(\d+\.\d%\) are seen at home", text, re.MULTILINE)


def test_a_mistake_that_is_silent_or_unequal_is_shown_as_such(
    grader_of_one: tuple[str, Grader], runner: HomeRunner
) -> None:
    question, grader = grader_of_one
    if question != "q3":
        pytest.skip("one question will do")
    (one,) = compare([s for s in MISTAKES if s.name == "q3_sum"], grader, runner)
    assert one.unequal == [] and "q3_sum" in page([row_of(one)])
    passed = replace(one, home=replace(one.home, hints=dict.fromkeys(one.home.hints, "")))
    assert "test_known_cost" in passed.unequal and row_of(passed)[2] == SILENT
    assert "0 of 1 mistakes (0.0%)" in page([row_of(passed)])
    assert "| no: test_known_cost" in page([row_of(passed)])


def test_a_first_hint_names_a_mistake_by_one_of_the_words_of_its_file() -> None:
    one = replace(MISTAKES[0], first_hint=("the sum", "a Total"))
    assert one.is_named_by("It is a\ntotal of costs.") and one.is_named_by("The sum.")
    assert not one.is_named_by("It is a sum of costs.") and not one.is_named_by("")


def test_every_mistake_says_how_its_first_hint_names_it() -> None:
    assert [one.name for one in MISTAKES if not one.first_hint] == []
