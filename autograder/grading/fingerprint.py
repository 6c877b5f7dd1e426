"""Grades kept from an earlier run: what a grade depends on, reading it back, and merging.

A grade holds as long as the submission, the checks, grading.yml and the data are what they were.
Its `key` is a digest of all of them; the seed is no part of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from .. import __version__
from ..datasets.idx import Data
from ..intake.submissions import IntakeError, read_submission
from ..results.grade import Grade
from ..results.results_json import UnreadableResult, read_grade
from ..rubric.rubric import Rubric

PARTS = Path(__file__).parent / "standins"


def basis(rubric: Rubric, data: Data) -> str:
    """A digest of what all grades of a run depend on: grading.yml, the checks, parts and data."""
    digest = sha256(f"{__version__} {rubric.digest} {data.name}".encode())
    for path in sorted(PARTS.glob("*.py")):
        digest.update(path.read_bytes())
    for digits in (data.training, data.test):
        digest.update(digits.images.numpy().data)
        digest.update(digits.labels.numpy().data)
    return digest.hexdigest()


def key(basis: str, files: Mapping[str, bytes]) -> str:
    """A digest of what one grade depends on: the `basis`, and the submission's files by path."""
    digest = sha256(basis.encode())
    for name, content in sorted(files.items()):
        digest.update(f"{len(name)} {len(content)} {name}".encode("utf-8", "surrogatepass"))
        digest.update(content)
    return digest.hexdigest()


def find_kept(out: Path, tasks: Mapping[str, Path], rubric: Rubric, basis: str) -> dict[str, Grade]:
    """Return, by name, the grades in the folder `out` that still hold for these submissions.

    `tasks` are the submissions' paths by name. A grade that the grader failed at does not hold, nor
    does one of a submission that cannot be read: these are soon graded again.
    """
    kept = {}
    for name, path in tasks.items():
        try:
            grade = read_grade(out / f"{name}.json", rubric)
        except UnreadableResult:
            continue
        if grade is None or not grade.key or grade.fault:
            continue
        try:
            now = key(basis, read_submission(path, name).files)
        except (IntakeError, OSError):
            continue
        if grade.key == now:
            kept[name] = grade
    return kept


def is_complete(grade: Grade, rubric: Rubric) -> bool:
    """Whether a grade has a result for every check of the rubric."""
    return {result.check for result in grade.results} == set(rubric.checks)


def merge(old: Grade, new: Grade, rubric: Rubric) -> Grade:
    """Put the results of `new`, a few questions graded again, in place of those of `old`."""
    results = {result.check: result for grade in (old, new) for result in grade.results}
    return replace(
        new,
        results=tuple(results[check] for check in rubric.checks if check in results),
        questions=rubric.questions,
        accuracies={**old.accuracies, **new.accuracies},
    )
