"""Grades every mutant of the reference: the checks must catch all that a student could do wrong.

    python -m autograder.quality.mutation [--only q4] [--jobs N] [--seed N] [--every N]

A mutant is graded like a submission, on its own question alone, and is caught when that question
loses points. One that is not is a survivor, and tests/zoo/survivors.yml must say why it may be:
its answer is right all the same, or no other than the reference's. A survivor that only repeats or
reorders assignments that do not depend on each other is counted, and needs no explanation. The
command exits with 1 when another survivor is not explained there, when one that is explained is
caught, or no mutant any more, and when the grader itself fails.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ...classroom.pool import SubmissionTask, grade_here
from ...datasets.catalogue import load
from ...datasets.form import OUR_FORM, Form
from ...files import write_files
from ...grading.setup import GradingSetup, Options
from ...probing.questions import QUESTIONS
from ...project import CHECKS, ROOT
from ...results.grade import Grade
from ...rubric.rubric import Check, Question, Rubric, load_rubric
from ...rubric.yaml_lines import YamlError, read_yaml
from ...sandbox.isolation import choose
from ..written_for import fits
from ..zoo import GradeAll, reference_files
from .mutants import Mutant, mutants

SURVIVORS = ROOT / "tests" / "zoo" / "survivors.yml"
TRAINING = ("test_learns", "test_outputs")  # checks that take long: for what passes the others
WALL_SECONDS = 60  # of a mutant: those that never end are not worth more


@dataclass(frozen=True)
class MutantVerdict:
    """What became of a mutant: the check that caught it and its hint, both empty for a survivor.

    `fault` is a failure of the grader's own.
    """

    mutant: Mutant
    check: str = ""
    hint: str = ""
    fault: str = ""


@dataclass(frozen=True)
class MutantComparison:
    """How the verdicts go with the explanations of survivors, by the names of mutants."""

    caught: list[str]
    explained: list[str]
    independent: list[str]  # survive, see `Mutant`, and need no explanation
    unexplained: list[str]
    outdated: list[str]  # explained, and caught or no mutant
    faults: list[str]

    @property
    def holds(self) -> bool:
        """Whether every survivor is explained, and nothing else is."""
        return not (self.unexplained or self.outdated or self.faults)

    def __str__(self) -> str:
        survivors = self.explained, self.independent, self.unexplained
        total = sum(map(len, (self.caught, *survivors, self.faults)))
        return (
            f"{total} mutants: {len(self.caught)} caught, {len(self.explained)} survive and are"
            f" explained, {len(self.independent)} survive that only repeat or reorder what does not"
            f" depend on each other, {len(self.unexplained)} survive unexplained;"
            f" {len(self.outdated)} explanations out of date, {len(self.faults)} faults"
        )


def read_survivors(path: Path = SURVIVORS, form: Form = OUR_FORM) -> dict[str, str]:
    """Return the explanation of each survivor, by the name of the mutant; raises `ValueError`.

    One that holds for some images only is a dict of `images`, see `written_for`, and `why`.
    """
    try:
        explained = read_yaml(path.read_bytes()).data
    except YamlError as error:
        raise ValueError(f"{path.name}, line {error.line}: {error}.") from error
    if not isinstance(explained, dict):
        raise ValueError(f"{path.name} must be a list of `name: why it survives`.")
    survivors = {}
    for name, entry in explained.items():
        whole = entry if isinstance(entry, dict) else {"why": entry}
        images, why = whole.get("images", ""), whole.get("why")
        if not isinstance(why, str) or not why.strip():
            raise ValueError(f"{path.name} does not say why this one survives: {name}.")
        if fits(images, form):
            survivors[name] = why
    return survivors


def grade_mutants(
    chosen: Iterable[Mutant],
    reference: Mapping[str, bytes],
    rubric: Rubric,
    grade_all: GradeAll,
) -> Iterator[MutantVerdict]:
    """Grade mutants, in any order; one that the fast checks catch meets no other."""
    alive = list(chosen)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for slow in (False, True):
            left, tasks, mutants = [], [], {}
            for number, mutant in enumerate(alive):
                questions = _some_checks(rubric, mutant.question, slow)
                if not questions[0].checks:
                    left.append(mutant)
                    continue
                path = Path(folder) / f"{slow}-{number}"
                files = {**reference, mutant.path: mutant.code.encode()}
                write_files(path, files)
                tasks.append(SubmissionTask(path, path.name, Options(questions=questions)))
                mutants[path.name] = mutant
            for grade in grade_all(tasks):
                verdict = _verdict(mutants[grade.name], grade)
                if verdict.check or verdict.fault:
                    yield verdict
                else:
                    left.append(verdict.mutant)
            alive = left
    yield from map(MutantVerdict, alive)


def _verdict(mutant: Mutant, grade: Grade) -> MutantVerdict:
    for result in grade.results:
        if result.status == "fault":
            return MutantVerdict(
                mutant, fault=f"{result.check.name}: {result.hint}\n{result.details}"
            )
    if grade.failed:
        return MutantVerdict(mutant, grade.failed[0].check.name, grade.failed[0].hint)
    return MutantVerdict(mutant)


def _some_checks(rubric: Rubric, id: str, slow: bool) -> tuple[Question, ...]:
    """Return one question, with the checks that train for long or with the others."""

    def chosen(check: Check) -> bool:
        return (check.name in TRAINING) == slow

    (question,) = rubric.only(id).questions
    checks = tuple(filter(chosen, question.checks))
    return (replace(question, checks=checks),)


def compare(verdicts: Iterable[MutantVerdict], survivors: Mapping[str, str]) -> MutantComparison:
    """Hold verdicts against the explanations of the mutants that may survive."""
    verdicts = list(verdicts)
    faults = [verdict.mutant.name for verdict in verdicts if verdict.fault]
    caught = [verdict.mutant.name for verdict in verdicts if verdict.check]
    left = [verdict.mutant for verdict in verdicts if not verdict.check and not verdict.fault]
    alive = [mutant.name for mutant in left]
    independent = [one.name for one in left if one.independent and one.name not in survivors]
    return MutantComparison(
        caught=caught,
        explained=[name for name in alive if name in survivors],
        independent=independent,
        unexplained=[name for name in alive if name not in {*survivors, *independent}],
        outdated=[name for name in survivors if name not in {*alive, *faults}],
        faults=faults,
    )


def make_setup(seed: int) -> GradingSetup:
    """Return what mutants are graded with: embedded digits, the best isolation at hand."""
    rubric = load_rubric(ROOT / "grading.yml", CHECKS)
    limits = rubric.limits.model_copy(update={"wall_seconds": WALL_SECONDS})
    return GradingSetup(replace(rubric, limits=limits), load("sample"), choose("auto"), seed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade the mutants of the reference, and print which survive without an explanation.

    Return the exit code: 1 where something does not hold.
    """
    parser = argparse.ArgumentParser(prog="python -m autograder.quality.mutation")
    parser.add_argument("--only", choices=list(QUESTIONS), help="mutants of this question")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=1, help="of the mutants, each N-th only")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    reference, survivors = reference_files(ROOT / "solution"), read_survivors()
    everything = mutants(reference)
    chosen = [one for one in everything if options.only in (None, one.question)][:: options.every]
    left_out = {mutant.name for mutant in everything} - {mutant.name for mutant in chosen}
    setup = make_setup(options.seed)
    grade_all = partial(grade_here, setup, jobs=options.jobs)
    verdicts = []
    for verdict in grade_mutants(chosen, reference, setup.rubric, grade_all):
        verdicts.append(verdict)
        outcome = verdict.fault or verdict.check or "SURVIVES"
        print(f"{verdict.mutant.question} {verdict.mutant.name}: {outcome}", flush=True)
    explained = {name: why for name, why in survivors.items() if name not in left_out}
    comparison = compare(verdicts, explained)
    for title, names in (
        ("survives unexplained", comparison.unexplained),
        ("explanation out of date", comparison.outdated),
        ("the grader failed", comparison.faults),
    ):
        for name in names:
            print(f"{title}: {name}")
    print(f"{comparison}; {time.monotonic() - start:.0f} s")
    return 0 if comparison.holds else 1
