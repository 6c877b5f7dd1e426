"""Measures what a correct solution reaches in an exam, and proposes thresholds from that."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .datasets import Data
from .exam import make_exam
from .package import Package
from .probes import Probes
from .rubric import Rubric
from .submission import Submission

QUESTIONS = ("q2", "q4", "q6")
DEVIATIONS = 6  # a normal variable is lower than this many deviations once in a billion


@dataclass(frozen=True)
class Measured:
    """Accuracies of one question over many seeds, as fractions."""

    question: str
    accuracies: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Their mean."""
        return statistics.fmean(self.accuracies)

    @property
    def deviation(self) -> float:
        """Their standard deviation."""
        return statistics.stdev(self.accuracies)

    @property
    def proposed(self) -> float:
        """A threshold far below all of them: whole percents, `DEVIATIONS` below the mean."""
        return int(100 * (self.mean - DEVIATIONS * self.deviation)) / 100


def measure(rubric: Rubric, data: Data, solution: Path, runs: int) -> Iterator[Measured]:
    """Train the reference with the full budget of every question, one attempt for each seed."""
    torch.set_num_threads(1)
    probes = Probes(Package(solution).find)
    _, entry = rubric.exam_for(data.name)
    never = {"threshold": 1.0}  # so that no run stops early
    full = entry.model_copy(
        update={q: getattr(entry, q).model_copy(update=never) for q in QUESTIONS}
    )
    for question in QUESTIONS:
        accuracies = []
        for seed in range(runs):
            exam = make_exam(data, full, seed)
            submission = Submission(_Caller(probes, 1000 * seed))
            accuracies.append(exam.take(submission, question, attempts=1))
        yield Measured(question, tuple(accuracies))


class _Caller:
    """Runs probes here, each with a seed of its own."""

    def __init__(self, probes: Probes, seed: int) -> None:
        self.probes = probes
        self.seed = seed

    def __call__(self, probe: str, arguments: dict[str, Any]) -> Any:
        self.seed += 1
        return self.probes.run(probe, arguments, self.seed)


def report(measured: Measured) -> str:
    """One line for people."""
    return (
        f"{measured.question}: {len(measured.accuracies)} runs,"
        f" lowest {min(measured.accuracies):.4f}, mean {measured.mean:.4f},"
        f" deviation {measured.deviation:.4f}; proposed threshold {measured.proposed:.2f}"
    )
