"""Self-checks say at home what they say at the grader, and nearly every mistake is seen at home."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from autograder.datasets.catalogue import load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.quality.at_home import HomeRunner
from autograder.quality.selfchecks import compare, page
from autograder.quality.zoo import read_zoo
from autograder.rubric.rubric import Rubric
from support import ZOO
from support.zoo import draw, draw_seed

MISTAKES = read_zoo(ZOO, ["mistakes"])
DRAWN = draw(MISTAKES, draw_seed())


@pytest.fixture(scope="module")
def runner() -> Iterator[HomeRunner]:
    with HomeRunner() as started:
        yield started


@pytest.fixture(scope="module", params=[f"q{number}" for number in range(1, 8)])
def grader_of_one(request: Any, rubric: Rubric, zygote: Any) -> Iterator[tuple[str, Grader]]:
    """A question, and a grader of nothing else."""
    only = replace(rubric, questions=tuple(q for q in rubric.questions if q.id == request.param))
    setup = GradingSetup(only, load("sample"), zygote.isolation, 1)
    with Grader(setup, zygote.client) as grader:
        yield request.param, grader


@pytest.mark.parametrize(
    "drawn",
    [pytest.param(True, marks=pytest.mark.slow), pytest.param(False, marks=pytest.mark.full)],
    ids=["a fifth", "the others"],
)
def test_public_checks_have_the_same_verdicts_at_home_and_at_the_grader(
    drawn: bool, grader_of_one: tuple[str, Grader], runner: HomeRunner
) -> None:
    question, grader = grader_of_one
    chosen = [one for one in MISTAKES if question in one.hints and (one.name in DRAWN) == drawn]
    found = {one.specimen.name: one.unequal for one in compare(chosen, grader, runner)}
    assert len(found) == len(chosen)
    assert {name: unequal for name, unequal in found.items() if unequal} == {}


def test_a_mistake_that_is_silent_or_unequal_is_shown_as_such(
    grader_of_one: tuple[str, Grader], runner: HomeRunner
) -> None:
    question, grader = grader_of_one
    if question != "q3":
        pytest.skip("one question will do")
    (one,) = compare([s for s in MISTAKES if s.name == "q3_sum"], grader, runner)
    assert one.unequal == [] and not one.silent and "q3_sum" in page([one])
    passed = replace(one, home=replace(one.home, hints=dict.fromkeys(one.home.hints, "")))
    assert "test_known_cost" in passed.unequal and passed.silent
    assert "0 of 1 mistakes (0.0%)" in page([passed])
    assert "| no: test_known_cost" in page([passed])
