"""What an earlier run has left in the folder for results, and what is added to it now.

Imports no PyTorch, for it is sent to processes that only write.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TypeVar

from ..results.grade import Grade
from ..results.history import Given
from ..results.joined import merge
from ..results.results_json import UnreadableResult, grade_file, read_grade
from ..rubric.rubric import Question, Rubric
from .stage import Stage

ENDING = ".unreadable"  # of a result's file that could not be read

Value = TypeVar("Value")


@dataclass(frozen=True)
class Earlier:
    """An earlier run's grades, without what pictures are drawn from, by submission.

    `grades` are those that stand in files and hold in part at least; `given` is what their
    students have, whether it holds or not. `staged` are results that an earlier run has graded and
    not written, and that hold. `waiting` are the questions of each submission that are to be
    graded now; `unreadable` says why a submission's file cannot be read; `written` are digests of
    what the others say, but for pictures.
    """

    out: Path
    rubric: Rubric
    stage: Stage
    grades: Mapping[str, Grade] = field(default_factory=dict)
    given: Mapping[str, Given] = field(default_factory=dict)
    staged: Mapping[str, Grade] = field(default_factory=dict)
    waiting: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)

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

    def of_one(self, name: str) -> "Earlier":
        """Return what there is of one submission: little enough to be sent to a process."""

        def only(of: Mapping[str, Value]) -> dict[str, Value]:
            return {name: of[name]} if name in of else {}

        return Earlier(
            self.out,
            self.rubric,
            self.stage,
            grades=only(self.grades),
            staged=only(self.staged),
            waiting=only(self.waiting),
        )

    def is_graded(self, name: str) -> bool:
        """Say whether anything of a submission was graded that is not in its file yet."""
        return bool(self.waiting[name]) or name in self.staged

    def whole(self, name: str, pictures: bool = True) -> tuple[Grade, str]:
        """Return a submission's grade, with all that `pictures` are drawn from or without.

        Where the grader has failed now, what stands in the submission's file stays; then how it has
        failed comes with the grade, else an empty text.
        """
        new = None  # what was put aside earlier may hold no more
        if self.is_graded(name):
            new = None if pictures else self.staged.get(name)
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
        if not pictures or name not in self.grades:
            return self.grades.get(name)
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
