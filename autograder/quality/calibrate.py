"""Measures what correct solutions reach in an exam, and proposes thresholds from that.

The reference and every correct specimen of the zoo that bears on a question train with many seeds,
each with the whole budget. A threshold must satisfy two sides: a correct solution fails all of
its attempts less than once in a million, and a mistake that shows in accuracy stays below.
"""

import math
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from ..checking.submission import Submission
from ..datasets.catalogue import Data
from ..grading import standins as parts
from ..grading.exam import ATTEMPTS, Sitting, make_exam
from ..probing.loader import QUESTIONS as NAMES
from ..rubric.rubric import Rubric
from ..sandbox.isolation import Isolation
from ..sandbox.sandbox import Sandbox
from ..sandbox.session import Guest
from .zoo import Specimen, reference_files

QUESTIONS = ("q2", "q4", "q6")
REFERENCE = "reference"
RARE = 1e-6  # how often a correct solution may fail
TAIL = 0.2  # the part of the lowest accuracies that the tail is fitted to
SECONDS = 3600  # for one training


@dataclass(frozen=True)
class Candidate:
    """A solution whose accuracy in a question is measured."""

    question: str
    name: str
    correct: bool
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Measured:
    """Accuracies of a candidate, as fractions: for each seed those of its attempts."""

    question: str
    name: str
    correct: bool
    attempts: tuple[tuple[float, ...], ...]

    @property
    def accuracies(self) -> list[float]:
        """All of them, lowest first."""
        return sorted(accuracy for seed in self.attempts for accuracy in seed)


def candidates(specimens: Iterable[Specimen], solution: Path) -> list[Candidate]:
    """The reference, the correct specimens, and the mistakes that show in accuracy.

    Each is a candidate in the questions whose names it defines; everything else in an exam is the
    grader's own, and so the same for all.
    """
    reference = reference_files(solution)
    found = [Candidate(question, REFERENCE, True, reference) for question in QUESTIONS]
    for specimen in specimens:
        correct = specimen.kind == "correct"
        if correct or specimen.seen_in_accuracy:
            found += [
                Candidate(question, specimen.name, correct, specimen.submission(reference))
                for question in QUESTIONS
                if specimen.names & set(NAMES[question])
            ]
    return found


def measure(
    candidates: Sequence[Candidate],
    rubric: Rubric,
    data: Data,
    isolation: Isolation,
    seeds: int,
    jobs: int,
) -> list[Measured]:
    """Train every candidate twice for each seed, with the whole budget of its question."""
    shares = [candidates[first::jobs] for first in range(jobs)]
    one = partial(_measure_share, rubric=rubric, data=data, isolation=isolation, seeds=seeds)
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        measured = [one for share in pool.map(one, shares) for one in share]
    return sorted(measured, key=lambda one: (one.question, not one.correct, one.name))


def _measure_share(
    share: Sequence[Candidate], rubric: Rubric, data: Data, isolation: Isolation, seeds: int
) -> list[Measured]:
    torch.set_num_threads(1)
    with Sandbox(isolation, rubric.limits.model_dump()) as sandbox:
        return [_measure_one(one, rubric, data, sandbox, seeds) for one in share]


def _measure_one(
    candidate: Candidate, rubric: Rubric, data: Data, sandbox: Sandbox, seeds: int
) -> Measured:
    _, entry = rubric.exam_for(data.name)
    source = parts.sources(candidate.question)
    attempts = []
    for seed in range(seeds):
        exam = replace(make_exam(data, entry, seed), whole_budget=True)
        accuracies = []
        for attempt in range(2):
            deadline = time.monotonic() + SECONDS
            guest = sandbox.open(candidate.question, candidate.files, source, deadline)
            with closing(guest):
                caller = _Caller(guest, 1_000_000 * attempt + 1_000 * seed)
                sitting = Sitting(exam, candidate.question, Submission(caller))
                accuracies.append(sitting.attempt().accuracy)
        attempts.append(tuple(accuracies))
    return Measured(candidate.question, candidate.name, candidate.correct, tuple(attempts))


class _Caller:
    """Runs probes in a guest, each with a seed of its own."""

    def __init__(self, guest: Guest, seed: int) -> None:
        self.guest = guest
        self.seed = seed

    def __call__(self, probe: str, arguments: dict[str, Any]) -> Any:
        self.seed += 1
        return self.guest.call(probe, arguments, self.seed)


def rare_accuracies(runs: Sequence[Sequence[float]], probability: float) -> list[float]:
    """Estimate, for each candidate, the accuracy below which one attempt falls this rarely.

    Peaks over threshold: the `TAIL` lowest accuracies of a candidate lie below its edge, each by
    some distance. Candidates are one network in many guises, and a bad start is as rare for one as
    for another: so their distances are pooled, which tells how far a start can go wrong, where the
    few runs of one candidate do not. From the pool is taken the larger of two distances: the
    empirical one, and that of an exponential tail with the pool's mean. Candidates with the same
    accuracies count once. Source: Coles, An Introduction to Statistical Modeling of Extreme Values
    (2001), chapter 4, with shape 0.
    """
    tails = {tuple(sorted(accuracies)): _tail(sorted(accuracies)) for accuracies in runs}
    pool = sorted(edge - accuracy for edge, lowest in tails.values() for accuracy in lowest)
    rest = min(probability / TAIL, 1.0)  # of the pool, how much may lie beyond
    empirical = pool[max(math.ceil(len(pool) * (1 - rest)) - 1, 0)]
    distance = max(empirical, statistics.fmean(pool) * math.log(1 / rest))
    return [tails[tuple(sorted(accuracies))][0] - distance for accuracies in runs]


def _tail(ordered: Sequence[float]) -> tuple[float, Sequence[float]]:
    """The edge of a candidate's tail, and the accuracies below it."""
    count = max(round(TAIL * len(ordered)), 1)
    return ordered[min(count, len(ordered) - 1)], ordered[:count]


def dependence(measured: Iterable[Measured]) -> float:
    """The correlation of two attempts with the same seed, over candidates, their means taken off.

    Attempts share the exam's images; weights and order are new.
    """
    first, second = [], []
    for one in measured:
        mean = statistics.fmean(one.accuracies)
        for attempts in one.attempts:
            for a, b in combinations(attempts, 2):
                first += [a - mean, b - mean]
                second += [b - mean, a - mean]
    if len(first) < 2 or not any(first):
        return 0.0
    return statistics.correlation(first, second)


@dataclass(frozen=True)
class Proposal:
    """What the measurements say about one question; accuracies are fractions.

    `threshold` is in whole percents; `weakest` names the correct candidate that sets it, and
    `best_mistake` is the highest accuracy of a mistake that shows there, if there is one.
    """

    question: str
    threshold: float
    weakest: str
    lowest: float
    dependence: float
    best_mistake: float | None

    @property
    def holds(self) -> bool:
        """Whether the mistakes stay below."""
        return self.best_mistake is None or self.best_mistake < self.threshold


def propose(measured: Iterable[Measured]) -> Iterator[Proposal]:
    """Propose a threshold for each question that was measured.

    Attempts that do not depend on each other fail together with the product of their probabilities.
    Those that do are counted as fewer: with the correlation r, each but the first as 1 - r.
    """
    measured = list(measured)
    for question in QUESTIONS:
        here = [one for one in measured if one.question == question]
        correct = [one for one in here if one.correct]
        if not correct:
            continue
        together = dependence(correct)
        attempts = 1 + (ATTEMPTS - 1) * min(max(1 - together, 0), 1)
        each = RARE ** (1 / attempts)  # how often a single attempt may fail
        estimates = rare_accuracies([one.accuracies for one in correct], each)
        rare = {one.name: estimate for one, estimate in zip(correct, estimates, strict=True)}
        weakest = min(rare, key=lambda name: rare[name])
        mistakes = [one.accuracies[-1] for one in here if not one.correct]
        yield Proposal(
            question=question,
            threshold=max(math.floor(100 * rare[weakest]), 0) / 100,
            weakest=weakest,
            lowest=min(one.accuracies[0] for one in correct),
            dependence=together,
            best_mistake=max(mistakes, default=None),
        )
