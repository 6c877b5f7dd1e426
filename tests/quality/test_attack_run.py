"""The harness of the attacks sees points, faults, secrets and neighbours, or it is worthless."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.datasets.catalogue import load
from autograder.grading.setup import GradingSetup
from autograder.quality.attacks import levels as attack_levels
from autograder.quality.attacks import run as attack_run
from autograder.quality.attacks.run import Verdict, from_line, run_attacks, to_line
from autograder.quality.report import attack_page, attack_summary, broken, status
from support import ROOT, SEED, SOLUTION
from support.attacks import attack
from support.grades import make_grade
from support.rubrics import project_rubric


@pytest.fixture(scope="module")
def run(zygote: Any) -> Iterator[Callable[..., list[Any]]]:
    """Runs attacks, given by their bodies, at the best level at hand, with one zygote for all."""
    setup = GradingSetup(project_rubric().only("q5"), load("sample"), zygote.isolation, SEED)

    def run_all(attacks: list[Any], together: int = 1) -> list[Any]:
        return list(run_attacks(attacks, setup, SOLUTION, False, together))

    with pytest.MonkeyPatch.context() as patch:
        lent = SimpleNamespace(
            client=zygote.client, process=zygote.process, close=lambda patience: 0
        )
        patch.setattr("autograder.sandbox.server.Zygote", lambda *_, **__: lent)
        patch.setattr("autograder.quality.attacks.leftovers.COUNTING_SECONDS", 0.2)
        yield run_all


def test_what_an_attack_reaches_is_seen(run: Callable[..., list[Any]], tmp_path: Path) -> None:
    """A harness that cannot fail is worthless: each of these must be found out."""
    bodies = {
        "nothing": "    return math.log(num_classes)\n",
        "points": "    return 0.0\n",
        "boast": "    raise RuntimeError('BREACHED: all of it')\n",
    }
    points = {"boast": "13"}
    attacks = [attack(tmp_path, b, points.get(n, "15"), n) for n, b in bodies.items()]
    found = {verdict.attack: verdict.problems for verdict in run(attacks)}
    assert found["nothing"] == ()
    assert found["points"][0].startswith("it got 13 points, not 15: q5 test_chance_cost")
    assert found["boast"] == (
        "it says that it broke through: RuntimeError: BREACHED: all of it (while calling"
        " chance_cost, digits/evaluation.py, line 79)",
    )


def test_one_that_cannot_be_packed_does_not_end_the_run(
    run: Callable[..., list[Any]], tmp_path: Path
) -> None:
    body = "    return math.log(num_classes)\n"
    attacks = [attack(tmp_path, body, "15", name) for name in ("torn", "whole")]

    def torn(files: Any) -> bytes:
        raise KeyError("digits/costs.py")

    torn_one = replace(attacks[0], pack=torn)
    found = {verdict.attack: verdict.problems for verdict in run([torn_one, attacks[1]])}
    assert found == {"torn": ("it cannot be packed: KeyError: 'digits/costs.py'",), "whole": ()}


def test_a_neighbour_that_comes_out_otherwise_is_seen(
    run: Callable[..., list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = iter(["as alone", "as alone", "as alone", "otherwise"])
    monkeypatch.setattr(
        attack_run, "_grade_neighbour", lambda *_: (next(turns), attack_run.USUAL_OPTIONS)
    )
    body = "    return math.log(num_classes)\n"
    attacks = [attack(tmp_path, body, "15", name) for name in ("first", "second", "third", "last")]
    found = {verdict.attack: verdict.problems for verdict in run(attacks, together=2)}
    message = ("the reference graded after third and last has another result",)
    assert found == {"first": (), "second": (), "third": message, "last": message}


@pytest.mark.parametrize(("longest", "seconds"), [(0.5, 15), (5, 40), (50, 120)])
def test_a_question_has_the_time_that_the_reference_needs_now(
    longest: float, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0, 1, 1 + longest])
    monkeypatch.setattr(attack_run, "time", SimpleNamespace(monotonic=lambda: next(clock)))

    def grade(*_: Any, report: Callable[[str], None]) -> Any:
        report("q4")
        report("q6")
        return make_grade()

    grader: Any = SimpleNamespace(grade=grade)
    _, options = attack_run._grade_neighbour(grader, SOLUTION, attack_run.USUAL_OPTIONS)
    assert options.seconds is not None
    assert options.seconds("q6") == seconds


def test_what_a_student_must_not_be_shown_and_a_fault_are_seen(
    run: Callable[..., list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = attack_run.Grader.grade

    def indiscreet(grader: Any, path: Path, name: str, *options: Any, **report: Any) -> Any:
        grade = usual(grader, path, name, *options, **report)
        if name == attack_run.NEIGHBOUR:
            return grade
        first, second, *rest = grade.results
        first = replace(first, status="fault", hint="it broke")
        second = replace(second)
        unclean = f"{ROOT}/grading.yml \x1b[31m"
        object.__setattr__(second, "details", unclean)  # past the cleaning, as by a mistake of ours
        return replace(grade, results=(first, second, *rest), note=os.environ["AUTOGRADER_TOKEN"])

    monkeypatch.setattr(attack_run.Grader, "grade", indiscreet)
    (verdict,) = run([attack(tmp_path, "    return math.log(num_classes)\n", "12")])
    message = "\n".join(verdict.problems)
    assert len(verdict.problems) == 4
    assert "test_known_accuracy: the grader failed: it broke" in message
    assert f"it shows the secret: {verdict.problems[1].split(': ')[1]}" in message
    assert "it shows where the grader lies: " in message
    assert "it shows a terminal escape: " in message


def test_where_only_some_questions_are_graded_an_attack_must_get_their_points(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[Any] = []

    def note(attacks: list[Any], setup: GradingSetup, *_: Any) -> Iterator[Any]:
        seen.append(([(one.least, one.most) for one in attacks], setup.rubric))
        return iter(())

    monkeypatch.setattr(attack_levels, "run_attacks", note)
    some = [attack(tmp_path, "    return 0.0\n", points) for points in ("110", "95-108", "0")]
    for only in ((), ("q3", "q5")):
        list(attack_levels._run_here(some, "process", SEED, False, 1, only))
    (whole, rubric), (less, few) = seen
    assert whole == [(110, 110), (95, 108), (0, 0)]
    assert [question.id for question in few.questions] == ["q3", "q5"]
    others = sum(one.points for one in rubric.questions) - few.points
    assert less == [(110 - others,) * 2, (95 - others, 108 - others), (0, 0)]


def test_a_verdict_survives_its_way_out_of_the_scratch_root() -> None:
    verdict = Verdict("leaves_a_daemon", "user", 110.0, 1.5, ("it says: \u2028", "more"))
    assert from_line(to_line(verdict)) == verdict


@pytest.mark.parametrize("together", [1, 2])
def test_a_grader_that_an_attack_ends_is_seen_and_the_next_one_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, together: int
) -> None:
    attacks = [attack(tmp_path, "    return 0.0\n", "1", name) for name in "abcd"]

    def ended_by_b(
        waiting: list[Any], level: str, seed: int, together: int, only: object
    ) -> Iterator[Any]:
        for start in range(0, len(waiting), together):
            group = waiting[start : start + together]
            if "b" in {one.name for one in group}:
                return
            yield from [Verdict(one.name, level, 1.0, 0.1, ()) for one in group]

    monkeypatch.setattr(attack_levels, "_run_in_scratch", ended_by_b)
    found = list(attack_levels.run_level(attacks, "process", SEED, together))
    assert [verdict.attack for verdict in found] == ["a", "b", "c", "d"]
    assert [verdict.problems for verdict in found] == [(), (attack_levels.ENDED,), (), ()]


def test_the_table_tells_held_from_exceptions_and_from_what_must_not_be(tmp_path: Path) -> None:
    plain = attack(tmp_path, "    return 0.0\n")
    named = replace(plain, name="named", exceptions={"process": "why"})
    good, bad = (Verdict("x", "process", 1.0, 0.1, problems) for problems in ((), ("a",)))
    assert status(plain, good) == "held"
    assert status(plain, bad) == "NOT HELD"
    assert status(named, bad) == "exception"
    outcomes = {"process": [bad, bad]}
    assert broken([plain, named], outcomes) == [(plain, bad)]
    expected = "process: 0 of 2 attacks held, 1 are named exceptions"
    assert attack_summary([plain, named], outcomes) == expected
    assert "| `named` | It tries. | 110 | exception |" in attack_page([plain, named], outcomes)
