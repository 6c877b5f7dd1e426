"""Measures what correct solutions reach in an exam.

The reference and every correct specimen of the zoo that bears on a question train with many seeds;
so do the mistakes that show in accuracy. `bounds` says what follows.
"""

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ..classroom.pool import Task, run_in_pool
from ..grading.grader import Grader
from ..grading.pytest_plugin import Report
from ..grading.question_run import QuestionRun
from ..grading.setup import GradingSetup
from ..probing.questions import QUESTIONS
from .zoo import Specimen, reference_files

REFERENCE = "reference"
SECONDS = 3600  # for the trainings of one seed
ATTEMPTS_A_SEED = 2  # which share the exam's images
SEEDS_A_TASK = 3  # after so many all other candidates have their turn, and the numbers are kept
TIMES_MORE = 7  # as many trainings as planned, for a solution of which one has failed
BEYOND = 0.01  # above the threshold, where training ends: more epochs cannot make it fail again


Attempts = dict[int, tuple[float, ...]]  # by the number of a seed: the accuracies of its attempts


class CalibrationError(Exception):
    """A candidate cannot be measured."""


@dataclass(frozen=True)
class Candidate:
    """A solution whose accuracy in a question is measured."""

    question: str
    name: str
    correct: bool
    files: Mapping[str, bytes]

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.question, self.name

    def seeds(self, numbers: range) -> list[int]:
        """Return its seeds of these numbers, the same whatever else is measured.

        No other candidate has them, so that two with the same network are two samples of it.
        """
        digest = hashlib.sha256(" ".join(self.key).encode()).digest()
        return [int.from_bytes(digest[:6]) + number for number in numbers]


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
    is the grader's own, and so the same for all. Notebooks are none: they show forms of files.
    """
    questions = list(questions)
    reference = reference_files(solution)
    found = [Candidate(question, REFERENCE, True, reference) for question in questions]
    for specimen in specimens:
        correct = specimen.kind == "correct"
        if not specimen.notebook and (correct or specimen.seen_in_accuracy):
            found += [
                Candidate(question, specimen.name, correct, specimen.submission(reference))
                for question in questions
                if specimen.names & set(QUESTIONS[question])
            ]
    return found


@dataclass(frozen=True)
class MeasuringTask:
    """Trains a candidate twice for each of its seeds of these `numbers`, with a grader of the pool;
    returns its accuracies by number.
    """

    candidate: Candidate
    numbers: range

    @property
    def name(self) -> str:
        """The candidate's question and name."""
        return " ".join(self.candidate.key)

    def run(self, grader: Grader, report: Report) -> tuple[Candidate, Attempts]:
        """Measure the accuracies."""
        report(self.candidate.question)
        seeds = self.candidate.seeds(self.numbers)
        accuracies = (self._accuracies(grader, seed) for seed in seeds)
        return self.candidate, dict(zip(self.numbers, accuracies, strict=True))

    def _accuracies(self, grader: Grader, seed: int) -> tuple[float, ...]:
        drawn, question = grader.drawn(seed), self.candidate.question
        budget = drawn.exam.budgets[question]
        enough = budget.model_copy(update={"threshold": min(1.0, budget.threshold + BEYOND)})
        own = replace(drawn, exam=replace(drawn.exam, budgets={question: enough}))
        run = QuestionRun(
            grader.sandbox, grader.benches, question, self.candidate.files, own, SECONDS
        )
        with closing(run):
            run.begin_check(drawn.inputs(question))  # a hidden check: first weights from the seed
            return tuple(run.exam.attempt().accuracy for _ in range(ATTEMPTS_A_SEED))


def measure(
    candidates: Sequence[Candidate],
    setup: GradingSetup,
    seeds: int,
    jobs: int,
    before: Sequence[Measured] = (),
) -> Iterator[list[Measured]]:
    """Train every candidate twice for each of so many `seeds`, as often as an exam would.

    Yields all that is measured up to now, `before` included, again and again; what was measured
    before is not measured again. Raises `CalibrationError` where a candidate cannot be measured.
    """
    found = {(one.question, one.name): dict(enumerate(one.attempts)) for one in before}
    correct = {(one.question, one.name): one.correct for one in before}
    correct |= {one.key: one.correct for one in candidates}
    tasks = []
    for start, one in itertools.product(range(0, seeds, SEEDS_A_TASK), candidates):
        done = len(found.setdefault(one.key, {}))
        numbers = range(max(start, done), min(start + SEEDS_A_TASK, seeds))
        tasks += [MeasuringTask(one, numbers)] if numbers else []
    yield _in_order(found, correct)
    for one, attempts in run_in_pool(setup, tasks, _raise_lost, jobs) if tasks else ():
        found[one.key] |= attempts
        yield _in_order(found, correct)


def measure_until_judged(
    candidates: Sequence[Candidate],
    setup: GradingSetup,
    thresholds: Mapping[str, float],
    seeds: int,
    jobs: int,
    before: Sequence[Measured] = (),
) -> Iterator[list[Measured]]:
    """Measure the candidates as `measure` does, then again those of which a training failed.

    Few trainings prove nothing of a solution when one of them stays below its question's threshold:
    it has `TIMES_MORE` as many. Where a question has no threshold here, none has more.
    """
    measured = list(before)
    for measured in measure(candidates, setup, seeds, jobs, before):
        yield measured
    failed = {
        (one.question, one.name)
        for one in measured
        if one.correct and one.accuracies[0] < thresholds.get(one.question, 0)
    }
    again = [one for one in candidates if one.key in failed]
    yield from measure(again, setup, TIMES_MORE * seeds, jobs, measured)


def _in_order(
    found: Mapping[tuple[str, str], Attempts], correct: Mapping[tuple[str, str], bool]
) -> list[Measured]:
    """Return what was measured, up to the first seed that is missing, in the order of the page."""
    measured = [
        Measured(*key, correct[key], tuple(_without_gap(attempts)))
        for key, attempts in found.items()
    ]
    measured = [one for one in measured if one.attempts]
    return sorted(measured, key=lambda one: (one.question, not one.correct, one.name))


def _without_gap(attempts: Attempts) -> Iterator[tuple[float, ...]]:
    for number in itertools.takewhile(attempts.__contains__, itertools.count()):
        yield attempts[number]


def _raise_lost(task: Task[tuple[Candidate, Attempts]]) -> tuple[Candidate, Attempts]:
    raise CalibrationError(f"{task.name} cannot be measured: it ends the grader.")
