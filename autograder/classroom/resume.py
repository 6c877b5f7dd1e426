"""What an earlier run has left in the folder for results, and what of it still holds.

A result holds as long as its question's fingerprint is what it was. What does not hold is graded
again with the seed of before, all else stays. A file that cannot be read as a grade is never
overwritten: it is renamed, and its submission graded as a whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from ..datasets.idx import Data
from ..grading.fingerprint import (
    fingerprints,
    grader_digests,
    holding,
    merge,
    unread_fingerprint,
)
from ..intake.submissions import IntakeError, read_submission
from ..results.grade import Grade
from ..results.history import Given, given_in
from ..results.results_json import UnreadableResult, grade_in, read_document, read_grade
from ..rubric.rubric import Question, Rubric
from .stage import Stage, kind_of

ENDING = ".unreadable"  # of a result's file that could not be read


class OtherSeed(Exception):
    """One question cannot be graded with another seed than the rest; the message says whose."""


@dataclass(frozen=True)
class Request:
    """What is asked for of a class that may have grades: see `ClassOptions`."""

    only: str | None = None
    seed: int | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Earlier:
    """An earlier run's grades, without what pictures are drawn from, by submission.

    `grades` are those that stand in files and hold in part at least; `given` is what their
    students have, whether it holds or not. `staged` are results that an earlier run has graded and
    not written, and that hold. `waiting` are the questions of each submission that are to be
    graded now; `unreadable` says why a submission's file cannot be read.
    """

    out: Path
    rubric: Rubric
    stage: Stage
    grades: Mapping[str, Grade] = field(default_factory=dict)
    given: Mapping[str, Given] = field(default_factory=dict)
    staged: Mapping[str, Grade] = field(default_factory=dict)
    waiting: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)

    @property
    def resumed(self) -> dict[str, Grade]:
        """The grades of whom nothing is graded now: what stands, or is staged, or both."""
        names = (*self.grades, *(name for name in self.staged if name not in self.grades))
        return {
            name: _joined(self.grades.get(name), self.staged.get(name), self.rubric)
            for name in names
            if not self.waiting[name]
        }

    def complete(self, new: Grade) -> Grade:
        """Add to a grade what still stands of the earlier one."""
        return _joined(self._standing(new.name), new, self.rubric)

    def whole(self, name: str) -> tuple[Grade, str]:
        """Read a submission's grade, all that pictures are drawn from included.

        Where the grader has failed now, what stands in the submission's file stays; then how it has
        failed comes with the grade, else an empty text.
        """
        graded = bool(self.waiting[name]) or name in self.staged
        new = self.stage.read(name) if graded else None  # else it was put aside and holds no more
        joined = _joined(self._standing(name), new, self.rubric)
        failure = next((one.hint for one in joined.results if one.status == "fault"), "")
        if not failure:
            return joined, ""
        kept = _with_what_stands(self._in_file(name), joined, self.rubric)
        return kept, "" if kept.fault else failure

    def make_way(self, name: str) -> None:
        """Rename a submission's file that could not be read, before another one is written."""
        path = _file(self.out, name)
        if name in self.unreadable and path.exists():
            others = (path.with_name(f"{path.name}{ENDING}-{number}") for number in count(1))
            path.rename(next(other for other in others if not other.exists()))

    def _standing(self, name: str) -> Grade | None:
        return read_grade(_file(self.out, name), self.rubric) if name in self.grades else None

    def _in_file(self, name: str) -> Grade | None:
        try:
            return read_grade(_file(self.out, name), self.rubric)
        except UnreadableResult:
            return None


def look_back(
    out: Path,
    submissions: Mapping[str, Path],
    rubric: Rubric,
    data: Data,
    request: Request = Request(),
) -> Earlier:
    """Find out what is to be graded of the `submissions`, by name, with results in `out`.

    With `only` that is this question, whether it holds or not, and nothing else; but a submission
    whose file cannot be read is graded as a whole. With a `seed` a grade of another seed does not
    hold; with `fresh` none does. Raises `OtherSeed` where `only` and `seed` ask for the impossible.
    """
    stage = Stage(out, kind_of(request.only, request.fresh), rubric)
    wanted = (rubric.only(request.only) if request.only else rubric).questions
    grades, given, staged = dict[str, Grade](), dict[str, Given](), dict[str, Grade]()
    waiting, unreadable = dict.fromkeys(submissions, wanted), dict[str, str]()
    now = grader_digests(rubric, data)
    for name, path in submissions.items():
        document, grade = None, None
        try:
            document = read_document(_file(out, name))
            if document is not None:
                grade = grade_in(document, _file(out, name), rubric, pictures=False)
        except UnreadableResult as error:
            if not request.fresh or request.only:
                unreadable[name] = str(error)
                waiting[name] = rubric.questions
        if (before := given_in(document)) is not None:
            given[name] = before
        if grade is not None and _usable(grade, request):
            grades[name] = grade
        ready = stage.read(name, pictures=False)
        if name in grades or ready is not None:
            current = _fingerprints(now, path, name)
            if name in grades and not request.only:
                holds = holding(grades[name], rubric, current)
                waiting[name] = tuple(one for one in wanted if one.id not in holds)
            if ready is not None and _answers(ready, waiting[name], grades.get(name), request):
                holds = holding(ready, rubric, current)
                if all(one.id in holds for one in waiting[name]):
                    staged[name], waiting[name] = ready, ()
    return Earlier(out, rubric, stage, grades, given, staged, waiting, unreadable)


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


def _joined(standing: Grade | None, new: Grade | None, rubric: Rubric) -> Grade:
    """Put what is new in place of what stands."""
    if standing is None or new is None:
        whole = new or standing
        assert whole is not None
        return whole
    return merge(standing, new, rubric)


def _with_what_stands(old: Grade | None, new: Grade, rubric: Rubric) -> Grade:
    """Put the `old` results in place of those questions of `new` on which the grader has failed.

    Results of two seeds are never mixed: of another seed the old grade stays whole.
    """
    failed = {one.check.question for one in new.results if one.status == "fault"}
    if old is None:
        return new
    failed -= {one.check.question for one in old.results if one.status == "fault"}
    kept = tuple(one for one in old.results if one.check.question in failed)
    if not kept:
        return new
    return old if old.seed != new.seed else merge(new, replace(old, results=kept), rubric)


def _fingerprints(digests: Mapping[str, str], path: Path, name: str) -> dict[str, str]:
    """Return a submission's fingerprints; none if not even its bytes can be read."""
    try:
        return fingerprints(digests, read_submission(path, name).files)
    except IntakeError:
        unread = unread_fingerprint(path)
        return dict.fromkeys(digests, unread) if unread else {}
    except OSError:
        return {}


def _file(out: Path, name: str) -> Path:
    return out / f"{name}.json"


def unreadable_lines(unreadable: Mapping[str, str]) -> Iterable[str]:
    """Say, a line each, which earlier results cannot be read, and what becomes of them."""
    for name, why in unreadable.items():
        yield (
            f"the earlier result of {name} cannot be read: {why}. Its file's name ends in"
            f" {ENDING}-1 or a later number now, and {name} is graded as a whole"
        )
