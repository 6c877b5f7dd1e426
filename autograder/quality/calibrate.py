"""Measures what correct solutions reach in an exam.

The reference and every correct specimen of the zoo that bears on a question train with many seeds,
each with the whole budget; so do the mistakes that show in accuracy. `bounds` says what follows.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    """Trains a candidate twice for each of `seeds`, with a grader of the pool."""

    candidate: Candidate
    seeds: range

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
            for seed in self.seeds
        ]
        return Measured(one.question, one.name, one.correct, tuple(attempts))

    def _accuracy(self, grader: Grader, seed: int, attempt: int) -> float:
        drawn = grader.drawn(seed)
        glyphs, noise = (
            key.derive("attempt", attempt) for key in (drawn.exam.glyphs, drawn.exam.noise)
        )
        exam = replace(drawn.exam, glyphs=glyphs, noise=noise)
        own = replace(drawn, secret=drawn.secret.derive("attempt", attempt), exam=exam)
        question, files = self.candidate.question, self.candidate.files
        run = QuestionRun(grader.sandbox, grader.benches, question, files, own, SECONDS)
        with closing(run):
            return run.exam.attempt().accuracy


def measure(
    candidates: Sequence[Candidate], setup: GradingSetup, seeds: int, jobs: int
) -> list[Measured]:
    """Train every candidate twice for each of so many `seeds`, with its question's whole budget.

    Each has seeds of its own, so that two of them with the same network are two samples of it.
    Raises `CalibrationError` where a candidate cannot be measured.
    """
    tasks = [
        MeasuringTask(one, range(number * seeds, (number + 1) * seeds))
        for number, one in enumerate(candidates)
    ]
    whole = replace(setup, whole_budget=True)
    measured = list(run_in_pool(whole, tasks, _raise_lost, jobs))
    return sorted(measured, key=lambda one: (one.question, not one.correct, one.name))


def _raise_lost(task: Task[Measured]) -> Measured:
    raise CalibrationError(f"{task.name} cannot be measured: it ends the grader.")
