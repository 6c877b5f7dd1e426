"""Decisions mean the same on a check, on a question and on the whole, in whatever order."""

import math
from pathlib import Path

import pytest
from hypothesis import given as draw
from hypothesis import settings
from hypothesis import strategies as st

from autograder.results.decisions import Decision, DecisionError, add_decisions, excess
from autograder.results.given import Context, give
from autograder.results.grades_csv import write_grades_csv
from autograder.rubric.rubric import Rubric
from support.grades import make_grade
from support.rubrics import project_rubric

RUBRIC = project_rubric()
MADE = make_grade({"7.1": "failed"})
SMALL = Rubric("Digits", MADE.questions, RUBRIC.limits, RUBRIC.exams)
WORTH = {"7.1": 5.0, "q7": 5.0, "q4": 50.0, "4.1": 25.5, "": 105.0}
VALUES = ["0", "1.5", "-1.5", "4", "99", "-99", "1e308", "-1e308"]
LINE = st.one_of(
    st.tuples(st.just("points"), st.sampled_from([one for one in VALUES if one[0] != "-"])),
    st.tuples(st.just("adjust"), st.sampled_from(VALUES)),
    st.just(("excuse", "")),
    st.just(("comment", "")),
)


def score(on: str, lines: list[tuple[str, str]]) -> float:
    """Return the points of a check, a question or the whole after decisions on it."""
    made = [Decision("alice", on, kind, value, f"{n}") for n, (kind, value) in enumerate(lines)]
    grade = give(MADE, SMALL, Context(made))
    if not on:
        return grade.total
    found = {one.question.id: one.score for one in grade.question_scores}
    return found.get(on) or sum(one.score for one in grade.results if one.check.number == on)


@settings(deadline=None, max_examples=200)
@draw(on=st.sampled_from([*WORTH]), lines=st.lists(LINE, max_size=5), seed=st.randoms())
def test_the_order_of_lines_matters_among_points_only(
    on: str, lines: list[tuple[str, str]], seed: object
) -> None:
    points = [one for one in lines if one[0] == "points"]
    others = [one for one in lines if one[0] != "points"]
    seed.shuffle(others)  # type: ignore[attr-defined]
    first = score(on, lines)
    assert score(on, [*others, *points]) == pytest.approx(first)
    assert score(on, [*points, *others]) == pytest.approx(first)
    assert math.isfinite(first) and first >= 0
    assert not on or first <= WORTH[on]


@settings(deadline=None, max_examples=200)
@draw(lines=st.lists(LINE, max_size=5))
def test_a_question_with_one_check_is_that_check(lines: list[tuple[str, str]]) -> None:
    assert score("q7", lines) == score("7.1", lines)


@settings(deadline=None)
@draw(on=st.sampled_from([*WORTH]), lines=st.lists(LINE, max_size=4))
def test_points_that_are_too_many_are_all_there_are(on: str, lines: list[tuple[str, str]]) -> None:
    rest = [one for one in lines if one[0] == "adjust"]
    most = [("points", f"{WORTH[on]:g}")]
    assert score(on, [("points", "99999"), *rest]) == score(on, [*most, *rest])


@pytest.mark.parametrize(("on", "what"), [("q3", "q3 is worth 10 points"), ("", "is worth 110")])
def test_a_huge_adjustment_is_refused_and_listed(tmp_path: Path, on: str, what: str) -> None:
    one = Decision("ada", on, "adjust", "1e308", "why")
    assert what in excess(one, RUBRIC)
    with pytest.raises(DecisionError, match=what):
        add_decisions(tmp_path / "new.csv", [one], RUBRIC)
    for value in ("10", "-1e308"):
        assert excess(Decision("ada", on, "adjust", value, "why"), RUBRIC) == ""


def test_a_grade_after_huge_adjustments_can_be_written(tmp_path: Path) -> None:
    made = [Decision("ada", "", "adjust", "1e308", f"{n}") for n in range(3)]
    grade = give(MADE, SMALL, Context(made))
    assert grade.total == 100 + 3 * 105
    assert "415" in write_grades_csv(tmp_path, [grade]).read_text()
