"""Compares what mistakes of the zoo show at home and at the grader, check by check.

`python -m autograder.quality.selfchecks` writes docs/selfchecks.md: for every mistake what the
student sees at home, what the grader says, whether the public checks say the same, and whether the
first hint names the mistake. With names it runs these mistakes, and leaves the others' rows alone.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..datasets.catalogue import load
from ..grading.grader import Grader
from ..grading.setup import GradingSetup
from ..project import CHECKS, ROOT, project_folder
from ..results.grade import Grade
from ..rubric.rubric import load_rubric
from ..sandbox.isolation import choose
from .at_home import AtHome, HomeRunner
from .first_hints import home_jobs, share
from .report import section
from .zoo import Specimen, SpecimenOutcome, grade_with, grade_zoo, read_zoo

SILENT = "nothing: every check is passed"
INTRODUCTION = """\
# Self-checks: at home and at the grader

Every mistake of the zoo, in its own question: the first hint of a student's own checks, the first
hint of the grader, whether each public check has the same verdict in both places, and whether the
first hint that the student sees names the mistake: it holds the words that the mistake's file gives
as `first hint`, which were written down before the hints. This page is written by
`python -m autograder.quality.selfchecks`, which runs them all.
"""
PAGE = "selfchecks.md"
COLUMNS = ("mistake", "what it is", "at home", "at the grader", "equal", "named")
Row = tuple[str, ...]  # a cell for each column


@dataclass(frozen=True)
class Comparison:
    """A mistake in its own question: what is seen at home, and how it is graded there."""

    question: str
    home: AtHome
    outcome: SpecimenOutcome

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


def compare(
    specimens: Sequence[Specimen], grader: Grader, runner: HomeRunner
) -> Iterator[Comparison]:
    """Run mistakes in both places."""
    solution, jobs = project_folder("solution"), home_jobs(specimens)
    at_home = runner.run(jobs)  # while the grader grades
    for number, (specimen, home, job) in enumerate(zip(specimens, at_home, jobs, strict=True)):
        (outcome,) = grade_zoo([specimen], solution, grade_with(grader), seed=number + 1)
        yield Comparison(job.question, home, outcome)


def row_of(one: Comparison) -> Row:
    """Return the page's row for a mistake."""
    failed = [r for r in one.grade.failed if r.check.question == one.question]
    grader = failed[0].hint if failed else "nothing"
    equal = f"no: {', '.join(one.unequal)}" if one.unequal else "yes"
    home = " ".join(one.home.first.split())
    named = "yes" if one.specimen.is_named_by(home or grader) else "no"
    return f"`{one.specimen.name}`", one.specimen.sentence, home or SILENT, grader, equal, named


def page(rows: Sequence[Row]) -> str:
    """Return docs/selfchecks.md."""
    count = len(rows)
    seen = sum(row[2] != SILENT for row in rows)
    equal = sum(row[4] == "yes" for row in rows)
    lines = [
        INTRODUCTION,
        f"{seen} of {count} mistakes ({seen / count:.1%}) are seen at home; {equal} have equal"
        " verdicts in both places.",
        share(sum(row[5] == "yes" for row in rows), count),
    ]
    for question in sorted({_question(row) for row in rows}):
        lines += section(question, COLUMNS, [row for row in rows if _question(row) == question])
    return "\n".join(lines) + "\n"


def rows_of(text: str) -> dict[str, Row]:
    """Return the rows of a page by the names of the mistakes."""
    lines = [line for line in text.split("\n") if line.startswith("| `")]
    rows = [
        tuple(
            cell.replace("\\|", "|").replace("&lt;", "<")
            for cell in line.removeprefix("| ").removesuffix(" |").split(" | ")
        )
        for line in lines
    ]
    return {row[0].strip("`"): row for row in rows}


def _question(row: Row) -> str:
    return row[0].strip("`").partition("_")[0]


def main(names: Sequence[str]) -> int:
    """Compare the mistakes whose names begin with one of `names`, by default all, and put them on
    the page; return 1 if verdicts differ or a first hint does not name its mistake.
    """
    rubric = load_rubric(ROOT / "grading.yml", CHECKS)
    mistakes = read_zoo(project_folder("tests/zoo"), ["mistakes"])
    chosen = [one for one in mistakes if not names or one.name.startswith(tuple(names))]
    written = project_folder("docs") / PAGE
    rows = rows_of(written.read_text("utf-8")) if names else {}
    found: list[Row] = []
    with HomeRunner() as runner:
        for question in rubric.questions:
            own = [one for one in chosen if question.id in one.hints]
            only = replace(rubric, questions=(question,))
            setup = GradingSetup(only, load("sample"), choose("auto"), 1)
            if own:
                with Grader(setup) as grader:
                    for one in compare(own, grader, runner):
                        found.append(row_of(one))
                        print(*found[-1], *one.outcome.problems, sep=" | ", flush=True)
    rows |= {row[0].strip("`"): row for row in found}
    shown = [rows[one.name] for one in mistakes if one.name in rows]
    written.write_text(page(shown), "utf-8")
    return int(any((row[4], row[5]) != ("yes", "yes") for row in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
