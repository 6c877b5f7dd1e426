"""What measured accuracies say of a threshold: how often a correct solution fails at most.

A correct solution fails a question when all of its attempts stay below the threshold. How often one
attempt does so is bounded from above by Clopper and Pearson's exact bound, with 97.5 % confidence;
attempts have new weights, so all of them fail with at most the product. The bound is computed for
each correct solution on its own, as if nothing were known of the others, and for all of a question
together, as if they were one.

Source: Clopper and Pearson, The use of confidence or fiducial limits illustrated in the case of the
binomial, Biometrika 26 (1934).
"""

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..grading.exam import ATTEMPTS
from .calibrate import Measured

DOUBT = 0.025  # how likely the truth lies beyond a bound
RARE = 1e-6  # how often the correct solutions together may fail
RARE_ALONE = {"sample": 1e-4}  # and each on its own, where training is fast enough to prove it
HALVINGS = 60  # of the interval that a bound lies in


@dataclass(frozen=True)
class Bound:
    """How often a correct solution fails at most, if of so many `runs` these `failures` did.

    `one` is the bound for one attempt, `all_attempts` for all of them, `allowed` what that may be;
    all are fractions.
    """

    runs: int
    failures: int
    allowed: float

    @property
    def one(self) -> float:
        """The bound for one attempt."""
        return upper_bound(self.failures, self.runs)

    @property
    def all_attempts(self) -> float:
        """The bound for all attempts together."""
        return self.one**ATTEMPTS

    @property
    def holds(self) -> bool:
        """Whether a correct solution fails as rarely as it must."""
        return self.all_attempts <= self.allowed


def upper_bound(failures: int, runs: int) -> float:
    """Return Clopper and Pearson's upper bound of a probability, a fraction.

    It is the one with which so few `failures` in so many `runs` are as unlikely as `DOUBT`.
    """
    low, high = failures / runs, 1.0
    for _ in range(HALVINGS if failures < runs else 0):
        middle = (low + high) / 2
        if _at_most(failures, runs, middle) > DOUBT:
            low = middle
        else:
            high = middle
    return high


def _at_most(failures: int, runs: int, probability: float) -> float:
    """Return how likely there are at most so many failures: the binomial distribution."""
    fail, pass_ = math.log(probability), math.log1p(-probability)
    whole = math.lgamma(runs + 1)
    return math.fsum(
        math.exp(
            whole - math.lgamma(k + 1) - math.lgamma(runs - k + 1) + k * fail + (runs - k) * pass_
        )
        for k in range(failures + 1)
    )


@dataclass(frozen=True)
class Judged:
    """A threshold, a fraction, and the bounds that hold for it: `together`, and `alone` by name."""

    threshold: float
    together: Bound
    alone: dict[str, Bound]

    @property
    def holds(self) -> bool:
        """Whether correct solutions fail as rarely as they must."""
        return self.together.holds and all(bound.holds for bound in self.alone.values())


def judge(correct: Sequence[Measured], threshold: float, data: str) -> Judged:
    """Hold the correct solutions of one question, measured on `data`, against a threshold."""
    failures = {one.name: sum(a < threshold for a in one.accuracies) for one in correct}
    runs = {one.name: len(one.accuracies) for one in correct}
    allowed = RARE_ALONE.get(data, 1.0)
    return Judged(
        threshold,
        Bound(sum(runs.values()), sum(failures.values()), RARE),
        {name: Bound(runs[name], failures[name], allowed) for name in runs},
    )


@dataclass(frozen=True)
class ThresholdProposal:
    """What the measurements say about one question; accuracies are fractions.

    `now` judges the threshold in grading.yml, and `proposed` the highest in whole percents for
    which all bounds hold; where there are too few runs for any, the highest that no run failed.
    `weakest` is the correct solution with the `lowest` accuracy; `best_mistake` the highest
    accuracy of a mistake that shows there, if there is one. `dependence` is the correlation of two
    attempts that share the exam's images.
    """

    question: str
    now: Judged
    proposed: Judged
    weakest: str
    lowest: float
    dependence: float
    best_mistake: float | None

    @property
    def separates(self) -> bool:
        """Whether the mistakes stay below the threshold in grading.yml."""
        return self.best_mistake is None or self.best_mistake < self.now.threshold

    @property
    def holds(self) -> bool:
        """Whether the threshold in grading.yml is fair, and mistakes stay below."""
        return self.now.holds and self.separates


def propose(
    measured: Iterable[Measured], thresholds: dict[str, float], data: str
) -> Iterator[ThresholdProposal]:
    """Judge the `thresholds`, by question, of all questions that were measured on `data`."""
    measured = list(measured)
    for question in sorted({one.question for one in measured if one.correct}):
        here = [one for one in measured if one.question == question]
        correct = [one for one in here if one.correct]
        weakest = min(correct, key=lambda one: one.accuracies[0])
        lowest = weakest.accuracies[0]
        percents = (judge(correct, percent / 100, data) for percent in range(100, 0, -1))
        unfailed = judge(correct, math.floor(100 * lowest) / 100, data)
        yield ThresholdProposal(
            question=question,
            now=judge(correct, thresholds[question], data),
            proposed=next((one for one in percents if one.holds), unfailed),
            weakest=weakest.name,
            lowest=lowest,
            dependence=dependence(correct),
            best_mistake=max((one.accuracies[-1] for one in here if not one.correct), default=None),
        )


def dependence(measured: Iterable[Measured]) -> float:
    """Return the correlation of two attempts with the same seed, over candidates, less their means.

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
