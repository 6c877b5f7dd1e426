"""What an earlier run has left in the folder for results, and what of it still holds.

A result holds as long as its question's fingerprint is what it was. What does not hold is graded
again with the seed of before, all else stays. A file that cannot be read as a grade is never
overwritten: it is renamed, and its submission graded as a whole.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from ..datasets.idx import Data
from ..grading.fingerprint import basis, fingerprints, holding, merge
from ..intake.submissions import IntakeError, read_submission
from ..report.pages import page_name
from ..results.grade import Grade
from ..results.picture_data import PictureData
from ..results.results_json import UnreadableResult, gradescope, read_grade, write_grade
from ..rubric.rubric import Question, Rubric

ENDING = ".unreadable"  # of a result's file that could not be read


class OtherSeed(Exception):
    """One question cannot be graded with another seed than the rest; the message says whose."""


@dataclass(frozen=True)
class Earlier:
    """An earlier run's grades, without what pictures are drawn from, by submission.

    `waiting` are the questions of each submission that are to be graded now; `unreadable` says why
    a submission's file cannot be read; `outdated` are grades that hold, but whose file or page does
    not say what it should, as after a change of points.
    """

    out: Path
    rubric: Rubric
    grades: Mapping[str, Grade] = field(default_factory=dict)
    waiting: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    outdated: frozenset[str] = frozenset()

    @property
    def resumed(self) -> dict[str, Grade]:
        """The grades that hold as a whole."""
        return {name: grade for name, grade in self.grades.items() if not self.waiting[name]}

    def complete(self, new: Grade) -> Grade:
        """Add to a grade what still stands of the earlier one."""
        if new.name not in self.grades:
            return new
        old = read_grade(_file(self.out, new.name), self.rubric)
        return new if old is None else merge(old, new, self.rubric)

    def make_way(self, name: str) -> None:
        """Rename a submission's file that could not be read, before another one is written."""
        path = _file(self.out, name)
        if name in self.unreadable and path.exists():
            others = (path.with_name(f"{path.name}{ENDING}-{number}") for number in count(1))
            path.rename(next(other for other in others if not other.exists()))

    def write_again(self, draw: Callable[[Grade], object]) -> None:
        """Write the files that are `outdated`, and `draw` their pages; raises `OSError`."""
        for name in sorted(self.outdated):
            grade = read_grade(_file(self.out, name), self.rubric)
            if grade is not None:
                draw(grade)
                write_grade(self.out, grade)


def look_back(
    out: Path,
    submissions: Mapping[str, Path],
    rubric: Rubric,
    data: Data,
    only: str | None = None,
    seed: int | None = None,
) -> Earlier:
    """Find out what is to be graded of the `submissions`, by name, with results in `out`.

    With `only` that is this question, whether it holds or not, and nothing else; but a submission
    whose file cannot be read is graded as a whole. With a `seed` a grade of another seed does not
    hold. Raises `OtherSeed` where both ask for the impossible.
    """
    wanted = (rubric.only(only) if only else rubric).questions
    grades: dict[str, Grade] = {}
    waiting = dict.fromkeys(submissions, wanted)
    unreadable, outdated = {}, set()
    now = basis(rubric, data)
    for name, path in submissions.items():
        try:
            grade = read_grade(_file(out, name), rubric)
        except UnreadableResult as error:
            unreadable[name] = str(error)
            waiting[name] = rubric.questions
            continue
        if grade is None:
            continue
        if seed not in (None, grade.seed):
            if only:
                raise OtherSeed(
                    f"{name} was graded with seed {grade.seed}: a question alone is graded with the"
                    " same. Leave out --seed, or grade all questions."
                )
            continue
        if not only:
            holds = holding(grade, rubric, _fingerprints(now, path, name))
            waiting[name] = tuple(one for one in wanted if one.id not in holds)
        if not waiting[name] and _is_outdated(out, grade):
            outdated.add(name)
        grades[name] = replace(grade, picture_data=PictureData())
    return Earlier(out, rubric, grades, waiting, unreadable, frozenset(outdated))


def _fingerprints(basis: Mapping[str, str], path: Path, name: str) -> dict[str, str]:
    """Return a submission's fingerprints; none if it cannot be read: it is soon graded again."""
    try:
        return fingerprints(basis, read_submission(path, name).files)
    except (IntakeError, OSError):
        return {}


def _is_outdated(out: Path, grade: Grade) -> bool:
    """Whether a grade's file says anything else than it should, or its page is not there."""
    written = json.loads(_file(out, grade.name).read_bytes())
    return bool(gradescope(grade) != written) or not (out / page_name(grade.name)).exists()


def _file(out: Path, name: str) -> Path:
    return out / f"{name}.json"


def unreadable_lines(unreadable: Mapping[str, str]) -> Iterable[str]:
    """Say, a line each, which earlier results cannot be read, and what becomes of them."""
    for name, why in unreadable.items():
        yield (
            f"the earlier result of {name} cannot be read: {why}. It stays as"
            f" {name}.json{ENDING}-1 or a later number, and {name} is graded as a whole"
        )
