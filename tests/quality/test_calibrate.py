"""Thresholds from measurement: the bounds, what follows from them, and what is measured."""

from pathlib import Path
from typing import Any

import pytest

from autograder.datasets.catalogue import load
from autograder.grading.question_run import QuestionRun
from autograder.grading.setup import GradingSetup
from autograder.quality import calibrate
from autograder.quality.bounds import Bound, dependence, judge, propose, upper_bound
from autograder.quality.calibrate import (
    REFERENCE,
    CalibrationError,
    Candidate,
    Measured,
    candidates,
    measure,
)
from autograder.quality.calibration_report import (
    lines,
    page,
    read_numbers,
    write_all,
    write_numbers,
)
from autograder.quality.threshold_tables import rows_of, thresholds_of
from autograder.quality.zoo import read_zoo
from autograder.sandbox.isolation import choose
from support import SOLUTION, ZOO


def _measured(name: str, *accuracies: float, question: str = "q2", correct: bool = True) -> Any:
    pairs = tuple(zip(accuracies[::2], accuracies[1::2], strict=True))
    return Measured(question, name, correct, pairs)


def _proposal(*measured: Any, threshold: float = 0.8, data: str = "sample") -> Any:
    (proposal,) = propose(measured, {"q2": threshold}, data)
    return proposal


@pytest.mark.parametrize(
    ("failures", "runs", "bound"),
    [  # of tables of 95 % intervals of Clopper and Pearson, whose upper ends these are
        (0, 10, 0.3085),
        (1, 10, 0.4450),
        (5, 10, 0.8129),
        (9, 10, 0.9975),
        (10, 10, 1.0),
        (0, 78, 0.0461925),  # 1 - 0.025 ** (1 / 78)
        (0, 368, 0.0099741),  # 1 - 0.025 ** (1 / 368)
        (100, 1000, 0.1203),
    ],
)
def test_a_bound_is_that_of_clopper_and_pearson(failures: int, runs: int, bound: float) -> None:
    assert upper_bound(failures, runs) == pytest.approx(bound, abs=5e-5)


def test_78_clean_runs_prove_one_solution_and_368_all_together() -> None:
    assert Bound(78, 0, 1e-4).all_attempts == pytest.approx(9.856e-5, rel=1e-3)
    assert Bound(78, 0, 1e-4).holds and not Bound(77, 0, 1e-4).holds
    assert not Bound(78, 1, 1e-4).holds
    assert Bound(368, 0, 1e-6).all_attempts == pytest.approx(9.922e-7, rel=1e-3)
    assert Bound(368, 0, 1e-6).holds and not Bound(367, 0, 1e-6).holds


def test_a_threshold_is_judged_for_each_solution_and_for_all() -> None:
    good = [_measured(f"good {number}", *[0.9] * 78) for number in range(5)]
    judged = judge(good, 0.9, "sample")  # an accuracy that equals the threshold passes
    assert judged.holds and (judged.together.runs, judged.together.failures) == (390, 0)
    assert not judge(good[:4], 0.9, "sample").together.holds  # 312 runs are too few
    weak = _measured("weak", 0.89, *[0.9] * 77)
    judged = judge([*good, weak], 0.9, "sample")
    assert [name for name, bound in judged.alone.items() if not bound.holds] == ["weak"]
    assert (judged.together.runs, judged.together.failures) == (468, 1)
    assert not judged.together.holds and not judged.holds


def test_on_data_that_take_long_only_all_solutions_together_are_judged() -> None:
    few = [_measured(f"good {number}", *[0.9] * 30) for number in range(13)]
    assert judge(few, 0.85, "mnist").holds
    assert not judge(few, 0.85, "sample").holds
    assert not judge(few[:12], 0.85, "mnist").holds


def test_the_highest_threshold_that_is_proved_is_proposed() -> None:
    strong = [_measured(f"strong {one}", *[0.95] * 78) for one in range(4)]
    weak = _measured("weak", 0.867, *[0.9] * 77)
    proposal = _proposal(*strong, weak)
    assert proposal.now.threshold == 0.8 and proposal.now.holds
    assert proposal.proposed.threshold == 0.86 and proposal.proposed.holds
    assert (proposal.weakest, proposal.lowest) == ("weak", 0.867)
    assert not _proposal(*strong, weak, threshold=0.87).now.holds


def test_more_runs_allow_one_to_fail() -> None:
    strong = [_measured(f"strong {one}", *[0.95] * 400) for one in range(4)]
    weak = _measured("weak", 0.5, *[0.9] * 399)
    assert _proposal(*strong, weak).proposed.threshold == 0.9


def test_where_runs_are_too_few_the_proposal_says_so() -> None:
    proposal = _proposal(_measured("few", *[0.9] * 20))
    assert proposal.proposed.threshold == 0.9 and not proposal.proposed.holds
    first, second = lines(proposal)
    assert first == (
        "q2: threshold 0.80, 0 of 20 runs fail, so all three attempts in 4.8e-03 of cases, NOT at"
        " most 1e-06; few alone: 0 of 20 runs fail, so all three attempts in 4.8e-03 of cases, NOT"
        " at most 1e-04"
    )
    assert second.startswith("    proposed 0.90 (too few runs); lowest accuracy 0.900, of few;")


def test_mistakes_must_stay_below_the_threshold() -> None:
    good = [_measured(f"good {number}", *[0.9] * 78) for number in range(5)]
    below = _measured("mistake", 0.7, 0.6, correct=False)
    above = _measured("mistake", 0.8, 0.6, correct=False)
    assert _proposal(*good, below).holds and _proposal(*good, below).best_mistake == 0.7
    assert not _proposal(*good, above).holds
    assert lines(_proposal(*good, above))[1].endswith("0.800, NOT below the threshold")


def test_the_page_holds_the_bounds_of_every_solution() -> None:
    good = [_measured(f"good_{number}", *[0.9] * 78) for number in range(4)]
    weak = _measured("weak", 0.79, *[0.9] * 77)
    lines = page([_proposal(*good, weak)], "sample").split("\n")
    assert lines[0] == "# Thresholds on the data `sample`"
    assert "| q2 | grading.yml | 0.80 | 1 of 390 | 0.0142 | 2.9e-06 | 1e-06 | **no** |" in lines
    assert "| q2 | proposed | 0.79 | 0 of 390 | 0.0094 | 8.3e-07 | 1e-06 | yes |" in lines
    assert "| `good_0` | 0.80 | 0 of 78 | 0.0462 | 9.9e-05 | 1e-04 | yes |" in lines
    assert "| `weak` | 0.80 | 1 of 78 | 0.0694 | 3.3e-04 | 1e-04 | **no** |" in lines
    few = page([_proposal(_measured("few", *[0.9] * 76))], "sample").split("\n")
    assert "| `few` | 0.80 | 0 of 76 | 0.0474 | 1.1e-04 | 1e-04 | too few runs |" in few
    elsewhere = page([_proposal(*good, data="mnist")], "mnist").split("\n")
    assert "| `good_0` | 0.80 | 0 of 78 | 0.0462 | 9.9e-05 |  |  |" in elsewhere


def test_the_page_says_what_was_measured_with(rubric: Any) -> None:
    text = page([_proposal(_measured("one", 0.9, 0.9))], "sample", rubric.exams["sample"])
    assert "\n| q2 | 16 | 32 | 0.002 | 1437 | 360 |\n" in text
    assert rows_of(text) == {"q2": ("q2", "16", "32", "0.002", "1437", "360")}
    assert thresholds_of(text) == {"q2": 0.8}
    assert rows_of(page([_proposal(_measured("one", 0.9, 0.9))], "sample")) == {}


def test_numbers_are_read_as_they_were_written(tmp_path: Path) -> None:
    measured = [
        _measured("one", 0.9, 0.8, 0.7, 0.95),
        _measured("other", 0.5, 0.25, 0.75, 1.0, question="q4", correct=False),
    ]
    write_numbers(measured, tmp_path / "numbers.csv")
    assert read_numbers(tmp_path / "numbers.csv") == measured
    for text in ("", "name,score\n", "question,name,correct,1\nq2,one,yes,much\n"):
        (tmp_path / "wrong.csv").write_text(text)
        with pytest.raises(CalibrationError, match=r"wrong\.csv holds no measured accuracies"):
            read_numbers(tmp_path / "wrong.csv")


def _setup(rubric: Any) -> Any:
    return GradingSetup(rubric, load("sample"), choose("auto"), seed=0)


def test_each_candidate_has_seeds_of_its_own_whatever_else_is_measured() -> None:
    all_seeds = [
        Candidate(question, name, True, {}).seeds(range(1000))
        for question in ("q2", "q6")
        for name in ("reference", "dropout", "dropout_2")
    ]
    assert len({seed for seeds in all_seeds for seed in seeds}) == 6000
    again = Candidate("q2", "reference", True, {"digits/models.py": b"other"})
    assert again.seeds(range(998, 1000)) == all_seeds[0][998:]


def test_candidates_take_turns_and_what_was_measured_is_not_measured_again(
    monkeypatch: pytest.MonkeyPatch, rubric: Any
) -> None:
    asked: list[tuple[str, list[int]]] = []

    def pool(_: Any, tasks: Any, *more: Any) -> Any:
        for task in [*tasks[1:], tasks[0]]:  # the first one takes longest
            asked.append((task.candidate.name, list(task.numbers)))
            yield task.candidate, {number: (0.5, number / 10) for number in task.numbers}

    monkeypatch.setattr(calibrate, "run_in_pool", pool)
    new, old = (calibrate.Candidate("q2", name, True, {}) for name in ("new", "old"))
    before = [
        calibrate.Measured("q2", "old", True, ((0.9, 0.8),) * 4),
        calibrate.Measured("q6", "gone", False, ((0.1, 0.1),)),
    ]
    steps = list(calibrate.measure([new, old], _setup(rubric), 5, 1, before))
    assert asked == [("new", [3, 4]), ("old", [4]), ("new", [0, 1, 2])]
    assert [[one.name for one in step] for step in steps[:3]] == [["old", "gone"]] * 3
    found_new, found_old, gone = steps[-1]
    assert found_new.attempts == ((0.5, 0.0), (0.5, 0.1), (0.5, 0.2), (0.5, 0.3), (0.5, 0.4))
    assert found_old.attempts == (*((0.9, 0.8),) * 4, (0.5, 0.4))
    assert gone == before[1]
    assert list(calibrate.measure([new, old], _setup(rubric), 5, 1, steps[-1])) == [steps[-1]]


def test_a_solution_of_which_a_training_fails_is_trained_seven_times_as_often(
    monkeypatch: pytest.MonkeyPatch, rubric: Any
) -> None:
    asked: list[tuple[str, list[int]]] = []
    accuracies = {"good": 0.8, "weak": 0.79, "mistake": 0.5}

    def pool(_: Any, tasks: Any, *more: Any) -> Any:
        for task in tasks:
            asked.append((task.candidate.name, list(task.numbers)))
            found = accuracies[task.candidate.name]
            yield task.candidate, {number: (found, 0.9) for number in task.numbers}

    monkeypatch.setattr(calibrate, "run_in_pool", pool)
    three = [Candidate("q2", name, name != "mistake", {}) for name in accuracies]
    one, two = _setup(rubric), 2
    *_, measured = calibrate.measure_until_judged(three, one, {"q2": 0.8}, two, 1)
    assert asked[:3] == [("good", [0, 1]), ("weak", [0, 1]), ("mistake", [0, 1])]
    more = [("weak", [2]), *(("weak", [first, first + 1, first + 2]) for first in (3, 6, 9))]
    assert asked[3:] == [*more, ("weak", [12, 13])]
    attempts = {one.name: len(one.attempts) for one in measured}
    assert attempts == {"good": 2, "weak": 14, "mistake": 2}
    asked.clear()
    *_, measured = calibrate.measure_until_judged(three, one, {"q2": 0.8}, two, 1, measured)
    *_, measured = calibrate.measure_until_judged(three, one, {}, two, 1)
    assert [name for name, _ in asked] == ["good", "weak", "mistake"]


def test_every_seed_and_attempt_has_new_weights_and_training_ends_beyond_the_threshold(
    monkeypatch: pytest.MonkeyPatch, grader: Any
) -> None:
    """As in an exam: what a guest is seeded with comes from the secret, not from public seeds."""

    seeds, thresholds = [], []

    class Attempt:
        accuracy = 0.5

    class Exam:
        def __init__(self, run: Any) -> None:
            self.run = run

        def attempt(self) -> Attempt:
            self.run.calls += 1
            seeds.append(self.run.inputs.probe_seed(self.run.calls))
            thresholds.append(self.run.drawn.exam.budgets["q2"].threshold)
            return Attempt()

    monkeypatch.setattr(QuestionRun, "exam", property(Exam))
    task = calibrate.MeasuringTask(calibrate.Candidate("q2", "one", True, {}), range(2))
    _, attempts = task.run(grader, lambda question: None)
    assert attempts == {0: (0.5, 0.5), 1: (0.5, 0.5)}
    assert len(set(seeds)) == 4
    usual = grader.drawn().exam.budgets["q2"].threshold
    assert thresholds == [pytest.approx(usual + 0.01)] * 4


def test_attempts_that_fail_together_are_seen() -> None:
    together = _measured("together", *[0.9, 0.9, 0.5, 0.5] * 4)
    apart = _measured("apart", *[0.9, 0.5, 0.5, 0.5, 0.5, 0.9, 0.9, 0.9] * 4)
    assert dependence([together]) > 0.99
    assert abs(dependence([apart])) < 0.1


def test_candidates_are_measured_in_the_questions_they_answer() -> None:
    found = candidates(read_zoo(ZOO), SOLUTION, ("q2", "q4", "q6"))
    names = {question: {one.name for one in found if one.question == question} for question in
             ("q2", "q4", "q6")}  # fmt: skip
    assert all(REFERENCE in some for some in names.values())
    assert "gelu_mlp" in names["q2"] and "gelu_mlp" not in names["q4"] | names["q6"]
    assert "train_sgd" in names["q4"] and "conv_functional" in names["q6"]
    wrong = {one.name for one in found if not one.correct}
    assert "q4_weak_optimizer" in wrong and "q4_no_step" not in wrong


@pytest.mark.slow
def test_a_candidate_is_trained_in_the_sandbox(rubric: Any, tmp_path: Path) -> None:
    (reference,) = candidates([], SOLUTION, ["q2"])
    *_, measured = measure([reference], _setup(rubric), seeds=2, jobs=1)
    (one,) = measured
    assert (one.question, one.name) == ("q2", "reference") and len(one.accuracies) == 4
    assert all(accuracy > 0.7 for accuracy in one.accuracies)
    proposals = list(propose(measured, {"q2": 0.5}, "sample"))
    write_all(measured, proposals, "sample", tmp_path / "new")
    numbers = (tmp_path / "new" / "sample.csv").read_text()
    assert numbers.startswith("question,name,correct,1,2,3,4\nq2,reference,yes,")
    assert (tmp_path / "new" / "sample.png").read_bytes().startswith(b"\x89PNG")
    assert "`reference` | 0.50 | 0 of 4 |" in (tmp_path / "new" / "sample.md").read_text()
    assert lines(proposals[0])[0].startswith("q2: threshold 0.50, 0 of 4 runs fail")
