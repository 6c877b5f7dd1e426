"""Whatever a student's side answers, a check passes, fails with a hint, and never breaks."""

import inspect
import math
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.checking.graded_submission import GradedSubmission
from autograder.grading.standins import sources
from autograder.probing.experiment_data import helpers
from autograder.probing.graded import GradedProbes
from autograder.probing.loader import StudentCode, run_standins
from autograder.probing.nested_calls import NestedCalls
from autograder.probing.student_error import StudentError
from autograder.project import CHECKS
from support import ROOT, SEED, SOLUTION
from support.zoo import drawn_in_make_test

FILES = sorted(CHECKS.glob("*/test_q*.py"))
TRIES = 40


@pytest.fixture
def probes(path: Path) -> Iterator[GradedProbes]:
    """The reference, in this process; in q7 with the stand-ins that the grader answers."""

    before = set(sys.modules), list(sys.path)
    question, ask = path.stem.removeprefix("test_"), NestedCalls()
    standins = run_standins(sources(question), helpers(ask)) if question == "q7" else {}
    yield GradedProbes(StudentCode(SOLUTION, standins=standins).find, ask)
    sys.path[:] = before[1]
    for name in set(sys.modules) - before[0]:
        if name.split(".")[0] == "digits":
            del sys.modules[name]


def checks_in(path: Path) -> dict[str, Callable[..., None]]:
    """The checks of one file that take no long training."""
    namespace: dict[str, Any] = {"__name__": path.stem}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), namespace)
    return {
        name: value
        for name, value in namespace.items()
        if name.startswith("test_") and "exam" not in inspect.signature(value).parameters
    }


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value in an answer."""
    found = [path]
    if isinstance(value, dict):
        for key, item in value.items():
            found += places(item, (*path, key))
    elif isinstance(value, list):
        for key in {0, len(value) - 1} if value else ():
            found += places(value[key], (*path, key))
    return found


def other(rng: random.Random, value: Any) -> Any:
    """Something else, of a kind the wire carries."""
    if isinstance(value, torch.Tensor) and rng.random() < 0.7:
        flat = value.flatten()
        return rng.choice([
            value[..., None], flat, flat[:0], flat[:1], value.double(), value.bool(),
            value.half(), value.to(torch.uint8), value * math.nan, value * math.inf, value - 1e30,
            value * 1e-45, value.unsqueeze(0).expand(2, *value.shape), torch.zeros(()),
            torch.zeros(0, 3),
        ])  # fmt: skip
    if isinstance(value, list) and value and rng.random() < 0.6:
        return rng.choice([value[:-1], value[::-1], value + value[:1], [value], [], value[:1] * 2])
    if isinstance(value, dict) and value and rng.random() < 0.6:
        return {key: item for key, item in value.items() if key != rng.choice(list(value))}
    return rng.choice([
        None, True, False, -1, 0, 10**400, -(10**400), 0.5, 5e-324, 1e308, math.nan, math.inf,
        -math.inf, "", "text\ud800\x1b[31m", b"bytes", [], {}, [[]], [None], {"a": None},
        torch.rand(3),
        torch.zeros(0), torch.tensor(5), torch.tensor(True), torch.rand(2, 10), [torch.rand(2)] * 2,
        torch.zeros((1,) * 8), torch.tensor([1e30, math.nan]), [[torch.rand(3), torch.rand(2)]],
    ])  # fmt: skip


def changed(rng: random.Random, answer: Any) -> Any:
    """The answer with something else in one place; the rest is shared."""
    path = rng.choice(places(answer))
    if not path:
        return other(rng, answer)

    def put(value: Any, rest: tuple[Any, ...]) -> Any:
        if not rest:
            return other(rng, value)
        copy = value.copy()
        copy[rest[0]] = put(value[rest[0]], rest[1:])
        return copy

    return put(answer, path)


class Calls:
    """The calls of a check: what was answered to each, and asked of the grader meanwhile."""

    def __init__(self, probes: GradedProbes) -> None:
        self.probes = probes
        self.answers: list[Any] = []
        self.questions: list[list[Any]] = []

    def record(self, probe: str, arguments: dict[str, Any], answer: Any = None) -> Any:
        """Run a probe, and keep what it asks and returns."""
        asked: list[Any] = []

        def note(question: Any) -> Any:
            asked.append(question)
            return answer(question)

        value = self.probes.run(probe, arguments, SEED, note if answer else None)
        self.questions.append(asked)
        self.answers.append(value)
        return value

    def repeat(self, answers: list[Any], rng: random.Random) -> Callable[..., Any]:
        """Return what asks the same questions again, and gives these answers.

        Calls beyond them, by which a failed check looks for an example, are answered oddly, too.
        """
        turns = iter(zip(self.questions, answers, strict=True))

        def call(probe: str, arguments: dict[str, Any], answer: Any = None) -> Any:
            turn = next(turns, None)
            if turn is None:
                return changed(rng, self.probes.run(probe, arguments, SEED, answer))
            questions, value = turn
            for question in questions:
                answer(question)
            return value

        return call


@pytest.mark.parametrize(
    "path", drawn_in_make_test(FILES), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_check_never_breaks_whatever_it_is_answered(
    path: Path, probes: GradedProbes, grader: Any
) -> None:
    rng = random.Random(str(path.relative_to(ROOT)))
    for name, check in checks_in(path).items():
        calls = Calls(probes)
        run(check, GradedSubmission(calls.record), grader)  # the reference passes
        answers = calls.answers
        for _ in range(TRIES):
            wrong = rng.randrange(len(answers))
            given = [*answers[:wrong], changed(rng, answers[wrong]), *answers[wrong + 1 :]]
            lying = GradedSubmission(calls.repeat(given, rng))
            try:
                run(check, lying, grader)
            except (AssertionError, StudentError):
                continue
            except Exception as error:
                raise AssertionError(
                    f"{name} broke when call {wrong} was answered oddly"
                ) from error


def run(check: Callable[..., None], submission: GradedSubmission, grader: Any) -> None:
    """Run a check as pytest does."""
    fixtures = {"submission": submission, "digits": grader.drawn().digits}
    fixtures["generator"] = torch.Generator().manual_seed(SEED)
    wanted = inspect.signature(check).parameters
    check(**{name: fixture for name, fixture in fixtures.items() if name in wanted})


def test_answers_that_are_changed_are_really_other_answers() -> None:
    rng = random.Random(0)
    answer = {"cost": 1.0, "weights": [[1, 2], [3]]}
    assert any(changed(rng, answer) != answer for _ in range(10))
    assert answer == {"cost": 1.0, "weights": [[1, 2], [3]]}
