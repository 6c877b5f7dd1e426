"""Thresholds from measurement: the tail, the two sides of a threshold, and what is measured."""

import random
import statistics
from pathlib import Path
from typing import Any

import pytest

from support import SOLUTION, ZOO


def _measured(name: str, *accuracies: float, question: str = "q2", correct: bool = True) -> Any:
    from autograder.quality.calibrate import Measured

    pairs = tuple(zip(accuracies[::2], accuracies[1::2], strict=True))
    return Measured(question, name, correct, pairs)


def test_the_tail_is_never_thinner_than_a_normal_one() -> None:
    from autograder.quality.calibrate import rare_accuracies

    normal = statistics.NormalDist(0.85, 0.02)
    drawn = random.Random(0)
    for runs in (20, 40, 200):
        estimates = [
            rare_accuracies([[drawn.gauss(normal.mean, normal.stdev) for _ in range(runs)]], 0.01)
            for _ in range(200)
        ]
        middle = statistics.median(one for (one,) in estimates)
        assert normal.mean - 6 * normal.stdev < middle < normal.inv_cdf(0.01)


def test_a_bad_start_of_one_candidate_can_happen_to_all() -> None:
    from autograder.quality.calibrate import rare_accuracies

    usual = [0.85 + 0.001 * number for number in range(40)]
    other = [0.75 + 0.001 * number for number in range(40)]
    first, second = rare_accuracies([usual, other], 0.01)
    assert first - second == pytest.approx(0.1)
    worse, also = rare_accuracies([[0.1, *usual[1:]], other], 0.01)
    assert worse < first - 0.05 and also < second - 0.05


def test_bad_starts_that_are_not_rare_are_believed() -> None:
    from autograder.quality.calibrate import rare_accuracies

    often = [0.3, 0.3, 0.3, *(0.85 for _ in range(27))]
    (estimate,) = rare_accuracies([often], 0.01)
    assert estimate <= 0.3


def test_candidates_that_are_the_same_count_once() -> None:
    from autograder.quality.calibrate import rare_accuracies

    bad = [0.5, *(0.85 + 0.001 * number for number in range(29))]
    good = [[0.85 + 0.001 * number + 0.0001 * other for number in range(30)] for other in range(9)]
    once, thrice = (rare_accuracies([*good, *copies], 0.01) for copies in ([bad], [bad] * 3))
    assert once == thrice[:10]


def test_the_weakest_correct_solution_sets_the_threshold() -> None:
    from autograder.quality.calibrate import propose

    strong = _measured("strong", *[0.90 + number / 500 for number in range(20)])
    weak = _measured("weak", *[0.80 + number / 500 for number in range(20)])
    mistake = _measured("mistake", *[0.60, 0.70] * 10, correct=False)
    (proposal,) = propose([strong, weak, mistake])
    assert (proposal.question, proposal.weakest, proposal.lowest) == ("q2", "weak", 0.80)
    assert 0.7 < proposal.threshold < 0.80
    assert proposal.best_mistake == 0.70 and proposal.holds
    (worse,) = propose([strong, weak, _measured("mistake", 0.79, 0.6, correct=False)])
    assert not worse.holds


def test_attempts_that_fail_together_are_seen() -> None:
    from autograder.quality.calibrate import dependence

    together = _measured("together", *[0.9, 0.9, 0.5, 0.5] * 4)
    apart = _measured("apart", *[0.9, 0.5, 0.5, 0.5, 0.5, 0.9, 0.9, 0.9] * 4)
    assert dependence([together]) > 0.99
    assert abs(dependence([apart])) < 0.1


def test_attempts_that_fail_together_lower_the_threshold() -> None:
    from autograder.quality.calibrate import propose

    values = [0.80 + number / 500 for number in range(20)]
    apart = _measured(
        "apart", *(v for pair in zip(values, reversed(values), strict=True) for v in pair)
    )
    together = _measured("together", *(v for value in values for v in (value, value)))
    (low,), (high,) = propose([together]), propose([apart])
    assert sorted(apart.accuracies) == together.accuracies
    assert low.threshold < high.threshold - 0.02


def test_candidates_are_measured_in_the_questions_they_answer() -> None:
    from autograder.quality.calibrate import REFERENCE, candidates
    from autograder.quality.zoo import read_zoo

    found = candidates(read_zoo(ZOO), SOLUTION, ("q2", "q4", "q6"))
    names = {question: {one.name for one in found if one.question == question} for question in
             ("q2", "q4", "q6")}  # fmt: skip
    assert all(REFERENCE in some for some in names.values())
    assert "gelu_mlp" in names["q2"] and "gelu_mlp" not in names["q4"] | names["q6"]
    assert "train_sgd" in names["q4"] and "conv_functional" in names["q6"]
    wrong = {one.name for one in found if not one.correct}
    assert "q4_weak_optimizer" in wrong and "q4_no_step" not in wrong


@pytest.mark.slow
def test_a_candidate_is_trained_in_the_sandbox_with_the_whole_budget(
    rubric: Any, tmp_path: Path
) -> None:
    from autograder.datasets.catalogue import load
    from autograder.grading.setup import GradingSetup
    from autograder.quality.calibrate import candidates, measure, propose
    from autograder.quality.calibration_report import line, write_numbers, write_plot
    from autograder.sandbox.isolation import choose

    (reference,) = candidates([], SOLUTION, ["q2"])
    setup = GradingSetup(rubric, load("sample"), choose("auto"), seed=0)
    measured = measure([reference], setup, seeds=2, jobs=1)
    (one,) = measured
    assert (one.question, one.name) == ("q2", "reference") and len(one.accuracies) == 4
    assert all(accuracy > 0.7 for accuracy in one.accuracies)
    proposals = list(propose(measured))
    write_numbers(measured, tmp_path / "numbers.csv")
    write_plot(measured, proposals, {"q2": 0.5}, "sample", tmp_path / "plot.png")
    assert (tmp_path / "numbers.csv").read_text().startswith("question,name,correct,1,2,3,4\nq2,r")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
    assert "(in grading.yml 0.50)" in line(proposals[0], 0.5)
