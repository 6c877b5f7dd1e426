"""Results that are graded and not yet given to anybody: they wait in a hidden folder.

What a run has graded waits there until it is written for good, so that a run that was killed, or
whose changes were only looked at, grades nothing twice. A run of another kind has another folder:
what was graded by `--fresh` is no answer to `--only q4`.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from ..results.grade import Grade
from ..results.results_json import UnreadableResult, grade_file, read_grade, write_grade
from ..rubric.rubric import Rubric

FOLDER = ".regrade"


@dataclass(frozen=True)
class Stage:
    """The results that wait in `out` for runs of one kind, by submission.

    Each holds the questions that were graded, and nothing of an earlier grade.
    """

    out: Path
    kind: str
    rubric: Rubric

    @property
    def folder(self) -> Path:
        """Where the results lie."""
        return self.out / FOLDER / self.kind

    def read(self, name: str, pictures: bool = True) -> Grade | None:
        """Read what waits for a submission; None if that is nothing, or cannot be read."""
        try:
            return read_grade(grade_file(self.folder, name), self.rubric, pictures)
        except UnreadableResult:
            return None

    def write(self, grade: Grade) -> None:
        """Put a result there, whole or not at all; raises `OSError`."""
        write_grade(self.folder, grade)

    def clear(self) -> None:
        """Remove what waits there, of every kind: it was graded beside what stands now."""
        shutil.rmtree(self.out / FOLDER, ignore_errors=True)


def kind_of(only: str | None, fresh: bool) -> str:
    """Return the kind of a run that grades one question `only`, or all afresh."""
    if only:
        return f"only-{only}"
    return "fresh" if fresh else "all"
