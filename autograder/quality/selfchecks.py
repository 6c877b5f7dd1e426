"""Compares what mistakes of the zoo show at home and at the grader, check by check.

`python -m autograder.quality.selfchecks` writes docs/selfchecks.md: for every mistake what the
student sees at home, what the grader says, and whether the public checks say the same.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..classroom.pool import SubmissionTask
from ..datasets.catalogue import load
from ..grading.grader import Grader
from ..grading.setup import GradingSetup
from ..project import CHECKS, ROOT, project_folder
from ..results.grade import Grade
from ..rubric.rubric import load_rubric
from ..sandbox.isolation import choose
from .at_home import AtHome, HomeRunner, Job
from .report import section
from .zoo import Outcome, Specimen, grade_zoo, read_zoo, reference_files

SILENT = "nothing: every check is passed"
INTRODUCTION = """\
# Self-checks: at home and at the grader

Every mistake of the zoo, in its own question: the first hint of a student's own checks, the first
hint of the grader, and whether each public check has the same verdict in both places. This page is
written by `python -m autograder.quality.selfchecks`, which runs them all.
"""


@dataclass(frozen=True)
class Comparison:
    """A mistake in its own question: what is seen at home, and how it is graded there."""

    question: str
    home: AtHome
    outcome: Outcome

    @property
    def specimen(self) -> Specimen:
        """The mistake."""
        return self.outcome.specimen

    @property
    def grade(self) -> Grade:
        """Its grade for that question."""
        return self.outcome.grade

    @property
    def unequal(self) -> list[str]:
        """The public checks whose verdict at the grader is another than at home."""
        return [
            result.check.name
            for result in self.grade.results
            if result.check.group == "public" and result.check.question == self.question
            if (result.status == "passed") == bool(self.home.hints.get(result.check.name, "absent"))
        ]

    @property
    def silent(self) -> bool:
        """Whether nothing is seen at home."""
        return not self.home.first


def compare(
    specimens: Sequence[Specimen], grader: Grader, runner: HomeRunner
) -> Iterator[Comparison]:
    """Run mistakes in both places."""
    solution, assignment = project_folder("solution"), project_folder("assignment")
    reference = reference_files(solution)
    jobs = [Job(assignment, one.submission(reference), next(iter(one.hints))) for one in specimens]

    def grade(tasks: list[SubmissionTask]) -> Iterator[Grade]:
        return (task.run(grader, lambda question: None) for task in tasks)

    at_home = runner.run(jobs)  # while the grader grades
    for number, (specimen, home, job) in enumerate(zip(specimens, at_home, jobs, strict=True)):
        (outcome,) = grade_zoo([specimen], solution, grade, seed=number + 1)
        yield Comparison(job.question, home, outcome)


def page(comparisons: Sequence[Comparison]) -> str:
    """Return docs/selfchecks.md."""
    seen = [one for one in comparisons if not one.silent]
    equal = [one for one in comparisons if not one.unequal]
    share = len(seen) / len(comparisons)
    lines = [
        INTRODUCTION,
        f"{len(seen)} of {len(comparisons)} mistakes ({share:.1%}) are seen at home;"
        f" {len(equal)} have equal verdicts in both places.",
    ]
    columns = ("mistake", "what it is", "at home", "at the grader", "equal")
    for question in sorted({one.question for one in comparisons}):
        rows = [_row(one) for one in comparisons if one.question == question]
        lines += section(question, columns, rows)
    return "\n".join(lines) + "\n"


def _row(one: Comparison) -> tuple[str, ...]:
    failed = [r for r in one.grade.failed if r.check.question == one.question]
    grader = failed[0].hint if failed else "nothing"
    equal = f"no: {', '.join(one.unequal)}" if one.unequal else "yes"
    home = " ".join(one.home.first.split())
    return f"`{one.specimen.name}`", one.specimen.sentence, home or SILENT, grader, equal


def main(names: Sequence[str]) -> int:
    """Compare the mistakes of these names, by default all, and write the page of all; return 1 if
    verdicts differ.
    """
    rubric = load_rubric(ROOT / "grading.yml", CHECKS)
    mistakes = read_zoo(project_folder("tests/zoo"), ["mistakes"])
    chosen = [one for one in mistakes if not names or one.name in names]
    comparisons: list[Comparison] = []
    with HomeRunner() as runner:
        for question in rubric.questions:
            own = [one for one in chosen if question.id in one.hints]
            only = replace(rubric, questions=(question,))
            setup = GradingSetup(only, load("sample"), choose("auto"), 1)
            if own:
                with Grader(setup) as grader:
                    for one in compare(own, grader, runner):
                        comparisons.append(one)
                        print(*_row(one), *one.outcome.problems, sep=" | ", flush=True)
    if not names:
        Path(project_folder("docs"), "selfchecks.md").write_text(page(comparisons), "utf-8")
    return int(any(one.unequal for one in comparisons))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
