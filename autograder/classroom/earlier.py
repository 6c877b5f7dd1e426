"""What an earlier run has left in the folder for results, and what is added to it now.

Imports no PyTorch, for it is sent to processes that only write.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from pathlib import Path

from ..results.grade import Grade
from ..results.history import Given
from ..results.joined import merge
from ..results.results_json import UnreadableResult, grade_file, read_grade
from ..rubric.rubric import Question, Rubric
from .stage import Stage

ENDING = ".unreadable"  # of a result's file that could not be read


@dataclass(frozen=True)
class EarlierResult:
    """What an earlier run has left of one submission; grades are without what pictures are drawn
    from.

    `waiting` are the questions that are to be graded now. `grade` stands in the file and holds in
    part at least; `given` is what the student has, whether it holds or not. `staged` was graded and
    not written, and holds. `unreadable` says why the file cannot be read; `written` is a digest of
    what it says, but for pictures.
    """

    waiting: tuple[Question, ...]
    grade: Grade | None
    given: Given | None
    staged: Grade | None
    unreadable: str
    written: str


@dataclass(frozen=True)
class Earlier:
    """What an earlier run has left in the folder `out`: `results`, by submission, and a `stage`."""

    out: Path
    rubric: Rubric
    stage: Stage
    results: Mapping[str, EarlierResult]

    @cached_property
    def given(self) -> dict[str, Given]:
        """The grades that students have, whether they hold or not."""
        return {name: one.given for name, one in self.results.items() if one.given is not None}

    @cached_property
    def unreadable(self) -> dict[str, str]:
        """Why the files of some cannot be read."""
        return {name: one.unreadable for name, one in self.results.items() if one.unreadable}

    @property
    def resumed(self) -> dict[str, Grade]:
        """The grades of whom nothing is graded now: what stands, or is staged, or both."""
        return {
            name: _joined(one.grade, one.staged, self.rubric)
            for name, one in self.results.items()
            if not one.waiting
        }

    def complete(self, new: Grade) -> Grade:
        """Add to a grade what still stands of the earlier one."""
        return _joined(self._standing(new.name), new, self.rubric)

    def of_one(self, name: str) -> "Earlier":
        """Return what there is of one submission: little enough to be sent to a process."""
        return replace(self, results={name: self.results[name]})

    def is_graded(self, name: str) -> bool:
        """Say whether anything of a submission was graded that is not in its file yet."""
        return bool(self.results[name].waiting or self.results[name].staged)

    def whole(self, name: str, pictures: bool = True) -> tuple[Grade, str]:
        """Return a submission's grade, with all that `pictures` are drawn from or without.

        Where the grader has failed now, what stands in the submission's file stays; then how it has
        failed comes with the grade, else an empty text.
        """
        new = None  # what was put aside earlier may hold no more
        if self.is_graded(name):
            new = None if pictures else self.results[name].staged
            new = new or self.stage.read(name, pictures)
        joined = _joined(self._standing(name, pictures), new, self.rubric)
        failure = next((one.hint for one in joined.results if one.status == "fault"), "")
        if not failure:
            return joined, ""
        kept = _with_what_stands(self._in_file(name, pictures), joined, self.rubric)
        return kept, "" if kept.fault else failure

    def make_way(self, name: str) -> None:
        """Rename a submission's file that could not be read, before another one is written."""
        path = grade_file(self.out, name)
        if name in self.unreadable and path.exists():
            others = (path.with_name(f"{path.name}{ENDING}-{number}") for number in count(1))
            path.rename(next(other for other in others if not other.exists()))

    def _standing(self, name: str, pictures: bool = True) -> Grade | None:
        grade = self.results[name].grade
        if not pictures or grade is None:
            return grade
        return read_grade(grade_file(self.out, name), self.rubric)

    def _in_file(self, name: str, pictures: bool) -> Grade | None:
        try:
            return read_grade(grade_file(self.out, name), self.rubric, pictures)
        except UnreadableResult:
            return None


def unreadable_lines(unreadable: Mapping[str, str]) -> Iterable[str]:
    """Say, a line each, which earlier results cannot be read, and what becomes of them."""
    for name, why in unreadable.items():
        yield (
            f"the earlier result of {name} cannot be read: {why}. Its file's name ends in"
            f" {ENDING}-1 or a later number now, and {name} is graded as a whole"
        )


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
