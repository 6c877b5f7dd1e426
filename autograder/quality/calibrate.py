"""Measures what correct solutions reach in an exam, and proposes thresholds from that.

The reference and every correct specimen of the zoo that bears on a question train with many seeds,
each with the whole budget. A threshold must satisfy two sides: a correct solution fails all of
its attempts less than once in a million, and a mistake that shows in accuracy stays below.
"""

import math
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from ..classroom.pool import Task, run_in_pool
from ..grading.exam import ATTEMPTS
from ..grading.grader import Grader
from ..grading.pytest_plugin import Report
from ..grading.question_run import QuestionRun
from ..grading.setup import GradingSetup
from ..probing.questions import QUESTIONS
from .zoo import Specimen, reference_files

REFERENCE = "reference"
RARE = 1e-6  # how often a correct solution may fail
TAIL = 0.2  # the part of the lowest accuracies that the tail is fitted to
SECONDS = 3600  # for one training
ATTEMPTS_A_SEED = 2  # which share the exam's images


class CalibrationError(Exception):
    """A candidate cannot be measured."""


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


def candidates(
    specimens: Iterable[Specimen], solution: Path, questions: Iterable[str]
) -> list[Candidate]:
    """Return the reference, the correct specimens, and the mistakes that show in accuracy.

    Each is a candidate in those of `questions` whose names it defines; everything else in an exam
    is the grader's own, and so the same for all.
    """
    questions = list(questions)
    reference = reference_files(solution)
    found = [Candidate(question, REFERENCE, True, reference) for question in questions]
    for specimen in specimens:
        correct = specimen.kind == "correct"
        if correct or specimen.seen_in_accuracy:
            found += [
                Candidate(question, specimen.name, correct, specimen.submission(reference))
                for question in questions
                if specimen.names & set(QUESTIONS[question])
            ]
    return found


@dataclass(frozen=True)
class MeasuringTask:
    """Trains a candidate twice for each of so many `seeds`, with a grader of the pool."""

    candidate: Candidate
    seeds: int

    @property
    def name(self) -> str:
        """The candidate's question and name."""
        return f"{self.candidate.question} {self.candidate.name}"

    def run(self, grader: Grader, report: Report) -> Measured:
        """Measure the accuracies."""
        one = self.candidate
        report(one.question)
        attempts = [
            tuple(self._accuracy(grader, seed, attempt) for attempt in range(ATTEMPTS_A_SEED))
            for seed in range(self.seeds)
        ]
        return Measured(one.question, one.name, one.correct, tuple(attempts))

    def _accuracy(self, grader: Grader, seed: int, attempt: int) -> float:
        drawn = grader.drawn(seed)
        exam = replace(drawn.exam, glyphs=drawn.exam.glyphs.derive("attempt", attempt))
        own = replace(drawn, secret=drawn.secret.derive("attempt", attempt), exam=exam)
        question, files = self.candidate.question, self.candidate.files
        with closing(QuestionRun(grader.sandbox, question, files, own, SECONDS)) as run:
            return run.exam.attempt().accuracy


def measure(
    candidates: Sequence[Candidate], setup: GradingSetup, seeds: int, jobs: int
) -> list[Measured]:
    """Train every candidate twice for each seed, with the whole budget of its question.

    Raises `CalibrationError` where a candidate cannot be measured.
    """
    tasks = [MeasuringTask(one, seeds) for one in candidates]
    whole = replace(setup, whole_budget=True)
    measured = list(run_in_pool(whole, tasks, _raise_lost, jobs))
    return sorted(measured, key=lambda one: (one.question, not one.correct, one.name))


def _raise_lost(task: Task[Measured]) -> Measured:
    raise CalibrationError(f"{task.name} cannot be measured: it ends the grader.")


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
    for question in sorted({one.question for one in measured}):
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
