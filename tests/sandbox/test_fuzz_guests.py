"""Whatever a guest answers and however it ends: the student's failure, in time, never a fault.

`AUTOGRADER_FUZZ=…` is a number from which other runs are drawn.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import torch

from autograder.checking.graded_submission import GradedSubmission
from autograder.probing.nested_calls import Answer
from autograder.probing.student_error import StudentError
from autograder.results.grade import CheckResult
from autograder.sandbox.guest import Guest
from autograder.sandbox.isolation import LEVELS
from autograder.sandbox.sandbox import Sandbox
from support.hostile_guest import hostile_guest

DRAWN_FROM = int(os.environ.get("AUTOGRADER_FUZZ", "1"))
SECONDS = 20.0  # that a guest has, also on a busy machine
FEW_SECONDS = 0.3  # for one that is expected to use them up
SLACK = 20.0  # for the machine, and the 10 s that a guest without a wire has to end
IMAGES, LABELS = torch.rand(4, 1, 28, 28), torch.tensor([0, 1, 2, 3])
DATA = IMAGES, LABELS
ASKED: list[tuple[str, Callable[[GradedSubmission], Any]]] = [
    ("q1", lambda one: one.load_mnist({"file": b"x"})),
    ("q1", lambda one: one.make_loader(IMAGES, LABELS)),
    ("q1", lambda one: one.downloads(True)),
    ("q2", lambda one: one.network("MLP")(IMAGES)),
    ("q2", lambda one: one.network("MLP").graph()),
    ("q6", lambda one: one.network("CNN").layers()),
    ("q2", lambda one: one.network("MLP").untrained(IMAGES, LABELS)),
    ("q2", lambda one: one.default_trouble("MLP", num_hidden=64)),
    ("q3", lambda one: one.cost_function(torch.rand(4, 10), LABELS)),
    ("q4", lambda one: one.training_epoch(one.known_network(4), IMAGES, LABELS)),
    ("q4", lambda one: one.train(one.known_network(4), DATA, DATA)),
    ("q4", lambda one: one.device_trouble("train", one.known_network(), IMAGES, LABELS)),
    ("q5", lambda one: one.evaluate(one.known_network(), IMAGES, LABELS)),
    ("q5", lambda one: one.accuracy(one.known_network(), IMAGES, LABELS)),
    ("q5", lambda one: one.chance_cost()),
    ("q5", lambda one: one.call("accuracy", one.dataset(*DATA), like=IMAGES)),
    ("q5", lambda one: one.call("chance_cost", 5, like=[0.0, "", {"a": 1}, LABELS])),
    ("q7", lambda one: one.run_experiments({"num_hidden": [1]}, DATA, DATA)),
]


class Fuzz:
    """Runs requests at hostile guests, and counts what came of them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.outcomes: Counter[str] = Counter()
        self.guest: Guest | None = None
        self.question = ""

    def ask(self, mode: str, seed: int, seconds: float) -> None:
        """Make one request, at the guest that is open or at a new one, and judge what it does."""
        rng = random.Random(seed)
        if self.guest is not None and self.guest.alive:
            request = rng.choice([ask for question, ask in ASKED if question == self.question])
        else:
            self.question, request = rng.choice(ASKED)
            self.guest = self.sandbox.open(
                self.question, hostile_guest(mode, seed), {}, seconds=seconds
            )
        guest, begun = self.guest, time.monotonic()

        def call(probe: str, arguments: dict[str, Any], answer: Answer | None = None) -> Any:
            return guest.call(probe, arguments, seed, answer)

        try:
            request(GradedSubmission(call))
            outcome = "answered"
        except StudentError as error:
            outcome = str(error.cause)
            shown = CheckResult(None, "failed", error.hint, error.details)  # type: ignore[arg-type]
            assert len((shown.hint + shown.details).encode()) < 50_000  # it can be written
        except Exception as error:
            raise AssertionError(f"a fault: {mode}, seed {seed}, {self.question}") from error
        finally:
            if mode != "answers" or seed % 5 == 0:  # no guest stands for many
                self.close()
        assert time.monotonic() - begun < seconds + SLACK, (mode, seed)
        self.outcomes[outcome] += 1

    def close(self) -> None:
        """End the guest."""
        if self.guest is not None:
            self.guest.close()
            self.guest = None


def fuzz(sandbox: Sandbox, answers: int, ends: int, slow_ends: int, first: int = 0) -> Counter[str]:
    """Make so many runs of each mode, from the `first` on; return how many had which outcome."""
    runs, first = Fuzz(sandbox), DRAWN_FROM * 1_000_000 + first
    for mode, number in (("answers", answers), ("ends", ends), ("slow ends", slow_ends)):
        for seed in range(first, first + number):
            runs.ask(mode, seed, FEW_SECONDS if mode == "slow ends" else SECONDS)
        runs.close()
    return runs.outcomes


def assert_varied(outcomes: Counter[str]) -> None:
    """Hold that what the guests forged was read, and refused for several reasons."""
    total = outcomes.total()
    assert len(outcomes) >= 5, outcomes
    assert outcomes["raised"] < 0.2 * total, outcomes  # as a guest answers that forges nothing
    assert outcomes["unreadable answer"] > 0.15 * total, outcomes


def test_some_strange_answers_and_ends_of_guests_are_no_fault(sandbox: Any) -> None:
    """The three levels of isolation have other guests each."""
    level = [*LEVELS.values()].index(type(sandbox.isolation))
    outcomes = fuzz(sandbox, answers=50, ends=20, slow_ends=4, first=level * 10_000)
    print(outcomes)
    assert outcomes.total() == 74
    assert_varied(outcomes)


@pytest.mark.full
def test_two_thousand_strange_answers_and_ends_of_guests_are_no_fault(sandbox: Any) -> None:
    begun = time.monotonic()
    outcomes = fuzz(sandbox, answers=1_600, ends=376, slow_ends=24)
    print(f"{outcomes} in {time.monotonic() - begun:.0f} s")
    assert outcomes.total() == 2_000
    assert_varied(outcomes)
