"""What an earlier run has left in the folder for results, and what of it still holds.

A result holds as long as its question's fingerprint is what it was. What does not hold is graded
again with the seed of before, all else stays. A file that cannot be read as a grade is never
overwritten: it is renamed, and its submission graded as a whole.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..datasets.idx import Data
from ..grading.fingerprint import fingerprints_of, grader_digests, holding
from ..results.grade import Grade
from ..results.history import given_in
from ..results.results_json import (
    UnreadableResult,
    document_digest,
    grade_file,
    grade_in,
    read_document,
)
from ..rubric.rubric import Question, Rubric
from .earlier import Earlier, EarlierResult
from .readings import ReadIn, Readings
from .stage import Stage, kind_of


class OtherSeed(Exception):
    """One question cannot be graded with another seed than the rest; the message says whose."""


@dataclass(frozen=True)
class Request:
    """What is asked for of a class that may have grades: see `ClassOptions`."""

    only: str | None = None
    seed: int | None = None
    fresh: bool = False


def look_back(
    out: Path,
    submissions: Mapping[str, Path],
    rubric: Rubric,
    data: Data,
    request: Request = Request(),
    readings: Readings | None = None,
) -> Earlier:
    """Find out what is to be graded of the `submissions`, by name, with results in `out`.

    With `only` that is this question, whether it holds or not, and nothing else; but a submission
    whose file cannot be read is graded as a whole. With a `seed` a grade of another seed does not
    hold; with `fresh` none does. `readings` are what the submissions hold, as far as that is known
    already. Raises `OtherSeed` where `only` and `seed` ask for the impossible.
    """
    stage = Stage(out, kind_of(request.only, request.fresh), rubric)
    digests, readings = grader_digests(rubric, data), readings or Readings(submissions)

    def fingerprints(name: str) -> dict[str, str]:
        return _fingerprints(digests, readings.of(name))

    results = {name: _look_at(name, stage, request, fingerprints) for name in submissions}
    return Earlier(out, rubric, stage, results)


def _look_at(
    name: str, stage: Stage, request: Request, fingerprints: Callable[[str], dict[str, str]]
) -> EarlierResult:
    """Find out what is to be graded of one submission; its `fingerprints` are those of now."""
    rubric, file = stage.rubric, grade_file(stage.out, name)
    document, grade, written, unreadable = None, None, "", ""
    try:
        document = read_document(file)
        if document is not None:
            written = document_digest(document)
            grade = grade_in(document, file, rubric, pictures=False)
    except UnreadableResult as error:
        if not request.fresh or request.only:
            unreadable = str(error)
    if grade is not None and not _usable(grade, request):
        grade = None
    waiting = rubric.questions
    if request.only and not unreadable:
        waiting = rubric.only(request.only).questions
    staged = stage.read(name, pictures=False)
    now = fingerprints(name) if grade is not None or staged is not None else {}
    if grade is not None and not request.only:
        holds = holding(grade, rubric, now)
        waiting = tuple(one for one in waiting if one.id not in holds)
    if staged is not None and not (
        _answers(staged, waiting, grade, request)
        and holding(staged, rubric, now).issuperset(one.id for one in waiting)
    ):
        staged = None
    return EarlierResult(
        waiting=() if staged is not None else waiting,
        grade=grade,
        given=given_in(document),
        staged=staged,
        unreadable=unreadable,
        written=written,
    )


def _usable(grade: Grade, request: Request) -> bool:
    """Say whether a grade that stands is one to add to; raises `OtherSeed`."""
    if request.fresh and not request.only:
        return False
    if request.seed in (None, grade.seed):
        return True
    if request.only:
        raise OtherSeed(
            f"{grade.name} was graded with seed {grade.seed}: a question alone is graded with the"
            " same. Leave out --seed, or grade all questions."
        )
    return False


def _answers(
    staged: Grade, waiting: Iterable[Question], standing: Grade | None, request: Request
) -> bool:
    """Say whether a staged result is of the questions that wait, with their seed."""
    seed = standing.seed if standing is not None else request.seed
    graded = {result.check.question for result in staged.results}
    return bool(graded) and seed in (None, staged.seed) and graded == {one.id for one in waiting}


def _fingerprints(digests: Mapping[str, str], read: ReadIn) -> dict[str, str]:
    """Return a submission's fingerprints; none if not even its bytes can be read."""
    if read.unread:
        return dict.fromkeys(digests, read.unread)
    return fingerprints_of(digests, read.files) if read.files else {}
