"""Grades every mutant of the reference: the checks must catch all that a student could do wrong.

    python -m autograder.quality.mutation [--only q4] [--jobs N] [--seed N] [--every N]

A mutant is graded like a submission, on its own question alone, and is caught when that question
loses points. One that is not is a survivor, and tests/zoo/survivors.yml must say why it may be:
its answer is right all the same, or no other than the reference's. The command exits with 1 when
a survivor is not explained there, when one that is explained is caught, or no mutant any more, and
when the grader itself fails.
"""

import copy
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from ...datasets.catalogue import load
from ...grading.grader import Grader
from ...probing.loader import QUESTIONS
from ...project import CHECKS, ROOT
from ...rubric.rubric import Check, Rubric, load_rubric
from ...rubric.yaml_lines import YamlError, read_yaml
from ...sandbox.isolation import choose
from ..zoo import reference_files
from .mutants import Mutant, mutants

SURVIVORS = ROOT / "tests" / "zoo" / "survivors.yml"
TRAINING = ("test_learns", "test_outputs")  # checks that take long: for what passes the others
WALL_SECONDS = 60  # of a mutant: those that never end are not worth more


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: the check that caught it and its hint, both empty for a survivor.

    `fault` is a failure of the grader's own.
    """

    mutant: Mutant
    check: str = ""
    hint: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Report:
    """How the verdicts go with the explanations of survivors, by the names of mutants."""

    caught: list[str]
    explained: list[str]
    unexplained: list[str]
    outdated: list[str]  # explained, and caught or no mutant
    faults: list[str]

    @property
    def holds(self) -> bool:
        """Whether every survivor is explained, and nothing else is."""
        return not (self.unexplained or self.outdated or self.faults)

    def __str__(self) -> str:
        total = sum(map(len, (self.caught, self.explained, self.unexplained, self.faults)))
        return (
            f"{total} mutants: {len(self.caught)} caught, {len(self.explained)} survive and are"
            f" explained, {len(self.unexplained)} survive unexplained;"
            f" {len(self.outdated)} explanations out of date, {len(self.faults)} faults"
        )


def read_survivors(path: Path = SURVIVORS) -> dict[str, str]:
    """Return the explanation of each survivor, by the name of the mutant; raises `ValueError`."""
    try:
        told = read_yaml(path.read_bytes()).data
    except YamlError as error:
        raise ValueError(f"{path.name}, line {error.line}: {error}.") from error
    if not isinstance(told, dict):
        raise ValueError(f"{path.name} must be a list of `name: why it survives`.")
    for name, why in told.items():
        if not isinstance(why, str) or not why.strip():
            raise ValueError(f"{path.name} does not say why this one survives: {name}.")
    return told


def grade_mutants(
    chosen: Iterable[Mutant], reference: Mapping[str, bytes], grader: Grader
) -> Iterator[Verdict]:
    """Grade one mutant after the other; one that the fast checks catch meets no other."""
    for mutant in chosen:
        with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
            for name, content in {**reference, mutant.path: mutant.code.encode()}.items():
                path = Path(folder) / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
            yield _verdict(mutant, Path(folder), grader)


def _verdict(mutant: Mutant, folder: Path, grader: Grader) -> Verdict:
    for slow in (False, True):
        stage = copy.copy(grader)  # the same sandbox, with some of the checks
        stage.rubric = _some_checks(grader.rubric, mutant.question, slow)
        if not stage.rubric.questions[0].checks:
            continue
        grade = stage.grade(folder, "mutant")
        for result in grade.results:
            if result.status == "fault":
                said = f"{result.check.name}: {result.hint}\n{result.details}"
                return Verdict(mutant, fault=said)
        if grade.failed:
            return Verdict(mutant, grade.failed[0].check.name, grade.failed[0].hint)
    return Verdict(mutant)


def _some_checks(rubric: Rubric, id: str, slow: bool) -> Rubric:
    """One question, with the checks that train for long or with the others."""

    def chosen(check: Check) -> bool:
        return (check.name in TRAINING) == slow

    (question,) = rubric.only(id).questions
    checks = tuple(filter(chosen, question.checks))
    return replace(rubric, questions=(replace(question, checks=checks),))


def compare(verdicts: Iterable[Verdict], survivors: Mapping[str, str]) -> Report:
    """Hold verdicts against the explanations of the mutants that may survive."""
    verdicts = list(verdicts)
    faults = [verdict.mutant.name for verdict in verdicts if verdict.fault]
    caught = [verdict.mutant.name for verdict in verdicts if verdict.check]
    alive = [v.mutant.name for v in verdicts if not v.check and not v.fault]
    return Report(
        caught=caught,
        explained=[name for name in alive if name in survivors],
        unexplained=[name for name in alive if name not in survivors],
        outdated=[name for name in survivors if name not in {*alive, *faults}],
        faults=faults,
    )


def make_grader(seed: int) -> Grader:
    """A grader on the embedded digits, at the best level of isolation at hand."""
    rubric = load_rubric(ROOT / "grading.yml", CHECKS)
    limits = rubric.limits.model_copy(update={"wall_seconds": WALL_SECONDS})
    return Grader(replace(rubric, limits=limits), load("sample"), choose("auto"), seed)


def _grade_share(
    reference: Mapping[str, bytes], make: Callable[[], Grader], share: Sequence[Mutant]
) -> list[Verdict]:
    with make() as grader:
        return list(grade_mutants(share, reference, grader))


def grade_shares(
    chosen: Sequence[Mutant], reference: Mapping[str, bytes], jobs: int, make: Callable[[], Grader]
) -> Iterator[Verdict]:
    """Grade mutants in `jobs` processes with a grader each, in the order in which they are done."""
    if jobs == 1:
        with make() as grader:
            yield from grade_mutants(chosen, reference, grader)
        return
    shares = [chosen[first :: 8 * jobs] for first in range(8 * jobs)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        waiting = [pool.submit(_grade_share, reference, make, share) for share in shares]
        for future in as_completed(waiting):
            yield from future.result()


@click.command()
@click.option("--only", type=click.Choice(list(QUESTIONS)), help="Mutants of this question.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--every", type=click.IntRange(1), default=1, help="Of the mutants, each N-th only.")
def main(only: str | None, jobs: int, seed: int, every: int) -> None:
    """Grade the mutants of the reference, and say which survive without an explanation."""
    start = time.monotonic()
    reference, survivors = reference_files(ROOT / "solution"), read_survivors()
    everything = mutants(reference)
    chosen = [mutant for mutant in everything if only in (None, mutant.question)][::every]
    left_out = {mutant.name for mutant in everything} - {mutant.name for mutant in chosen}
    verdicts = []
    for verdict in grade_shares(chosen, reference, jobs, partial(make_grader, seed)):
        verdicts.append(verdict)
        said = verdict.fault or verdict.check or "SURVIVES"
        click.echo(f"{verdict.mutant.question} {verdict.mutant.name}: {said}")
    told = {name: why for name, why in survivors.items() if name not in left_out}
    report = compare(verdicts, told)
    for title, names in (
        ("survives unexplained", report.unexplained),
        ("explanation out of date", report.outdated),
        ("the grader failed", report.faults),
    ):
        for name in names:
            click.echo(f"{title}: {name}")
    click.echo(f"{report}; {time.monotonic() - start:.0f} s")
    sys.exit(0 if report.holds else 1)
