"""Says whether a question may be released: its zoo, verdicts at home, mutants and thresholds.

It runs what the rest of `quality` has, on one question, and says in sentences what does not hold.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ...classroom.pool import grade_here
from ...grading.grader import Grader
from ...grading.setup import GradingSetup
from ...probing.questions import QUESTIONS
from ...project import project_folder
from ...rubric.rubric import Rubric
from ..at_home import HomeRunner
from ..mutation.mutants import mutants
from ..mutation.run import compare as compare_mutants
from ..mutation.run import grade_mutants, read_survivors
from ..selfchecks import Comparison, compare
from ..zoo import GradeAll, Specimen, grade_with, grade_zoo, reference_files

SURVIVORS = "tests/zoo/survivors.yml"
Say = Callable[[str], None]


def trouble_of(
    question: str, specimens: Sequence[Specimen], setup: GradingSetup, jobs: int, say: Say
) -> Iterator[str]:
    """Yield a sentence for each thing that does not hold of a question.

    `setup` grades the whole assignment; each sentence names one of the `specimens`, or a mutant.
    `say` is given what is no trouble: how many mutants are caught, and how many survive.
    """
    only = replace(setup, rubric=setup.rubric.only(question))
    mistakes = [one for one in specimens if question in one.hints]
    correct = [one for one in specimens if _is_right_answer(one, question)]
    if not mistakes:
        yield f"tests/zoo/mistakes: {question} has no mistake that its checks must catch."
    with Grader(only) as grader, HomeRunner() as runner:
        for one in compare(mistakes, grader, runner):
            yield from trouble_of_mistake(one)
        grade = grade_with(grader)
        for outcome in grade_zoo(correct, project_folder("solution"), grade, setup.seed):
            for problem in outcome.problems:
                yield f"tests/zoo/correct/{outcome.specimen.name}: {problem}"
    yield from trouble_of_mutants(question, setup.rubric, partial(grade_here, only, jobs=jobs), say)


def _is_right_answer(specimen: Specimen, question: str) -> bool:
    written = specimen.names & {*QUESTIONS[question]}
    return specimen.kind == "correct" and not specimen.notebook and bool(written)


def trouble_of_mistake(one: Comparison) -> Iterator[str]:
    """Yield what does not hold of a mistake, at the grader and at home."""
    where = f"tests/zoo/mistakes/{one.specimen.name}"
    for problem in one.outcome.problems:
        yield f"{where}: {problem}"
    for name in one.unequal:
        yield f"{where}: `{name}` has another verdict at home than at the grader."
    failed = [result.hint for result in one.grade.failed if result.check.question == one.question]
    first = one.home.first or next(iter(failed), "")
    if one.specimen.first_hint and first and not one.specimen.is_named_by(first):
        yield f"{where}: its first hint does not name it: {' '.join(first.split())}"


def trouble_of_mutants(
    question: str, rubric: Rubric, grade_all: GradeAll, say: Say
) -> Iterator[str]:
    """Yield the mutants that survive unexplained, and explanations of others."""
    reference = reference_files(project_folder("solution"))
    everything = mutants(reference)
    chosen = [one for one in everything if one.question == question]
    others = {one.name for one in everything} - {one.name for one in chosen}
    explained = {name: why for name, why in read_survivors().items() if name not in others}
    verdicts = grade_mutants(chosen, reference, rubric, grade_all)
    found = compare_mutants(verdicts, explained)
    say(str(found))
    for name in found.unexplained:
        yield f"no check catches `{name}`: write one that does, or say in {SURVIVORS} why it may."
    for name in found.outdated:
        yield f"{SURVIVORS}: `{name}` is caught, or no mutant any more: take the line out."
    for name in found.faults:
        yield f"the grader failed on the mutant `{name}`."
