"""Many submissions: each graded, written down at once or put aside, and listed at the end."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..files import UNFINISHED
from ..intake.classes import LeftOut
from ..results.grade import Grade
from ..results.grades_csv import write_grades_csv
from ..results.picture_data import PictureData
from ..results.results_json import write_grade
from .pool import SubmissionTask
from .stage import Stage

CHEAP_SECONDS = 0.05  # up to which the table is written with every grade


class CannotGoOn(Exception):
    """Grading has failed on the way; grades that are written are whole. The message says why."""


GradeAll = Callable[[Sequence[SubmissionTask]], Generator[Grade, None, None]]


@dataclass(frozen=True)
class Steps:
    """What is done with each grade: `complete` adds what is known from an earlier run, then
    `before` is called, then the grade is written, then `after` is called.

    So what `before` makes is there whenever the result is. Of a result that is put aside, `before`
    is not called.
    """

    complete: Callable[[Grade], Grade] = lambda grade: grade
    before: Callable[[Grade], None] = lambda grade: None
    after: Callable[[Grade], None] = lambda grade: None


@dataclass(frozen=True)
class ToGrade:
    """Submissions whose results go into the folder `out`.

    Those that have a grade in `resumed`, by name, are not graded again. The table lists what is
    `left_out`, too. With a `stage` results are put aside there, and there is no table yet.
    """

    submissions: Sequence[SubmissionTask]
    out: Path
    resumed: Mapping[str, Grade] = field(default_factory=dict)
    left_out: Sequence[LeftOut] = ()
    stage: Stage | None = None


def grade_batch(batch: ToGrade, grade_all: GradeAll, steps: Steps = Steps()) -> list[Grade]:
    """Grade submissions; write a result for each, and grades.csv.

    `grade_all` yields grades in any order, each as soon as it is there. All are returned, without
    what pictures were drawn from, and listed in grades.csv, in the order of the submissions. Raises
    `CannotGoOn`, and then nothing is graded any more.
    """
    out, grades = batch.out, dict(batch.resumed)
    table = _Table(batch)
    table.update(grades)
    waiting = [one for one in batch.submissions if one.name not in grades]
    try:
        with closing(grade_all(waiting)) as coming:  # its processes end when this does
            for graded in coming:
                grade = steps.complete(graded)
                with writing(out, f"{grade.name} and all after it are still to be graded"):
                    if batch.stage is None:
                        steps.before(grade)
                        write_grade(out, grade)
                    else:
                        batch.stage.write(graded)
                    drawn = replace(grade, picture_data=PictureData(), drawings={})
                    grades[grade.name] = drawn
                    table.update(grades)
                steps.after(grade)
    except BaseException:
        with suppress(OSError):  # the first failure is the one that is raised
            table.write(grades)
        raise
    with writing(out, "grades.csv is to be made again by the same command"):
        table.write(grades)
    return [grades[one.name] for one in batch.submissions]


class _Table:
    """The table of all grades. When it has become large, writing takes a tenth of the time."""

    def __init__(self, batch: ToGrade) -> None:
        self.batch = batch
        self.due = 0.0
        self.written = 0  # grades, of which there are only ever more

    def update(self, grades: Mapping[str, Grade]) -> None:
        """Write down what there is, if it is time."""
        if time.monotonic() >= self.due:
            self.write(grades)

    def write(self, grades: Mapping[str, Grade]) -> None:
        """Write down what there is, if it is more than before."""
        if len(grades) == self.written or self.batch.stage is not None:
            return
        begun = time.monotonic()
        names = [one.name for one in self.batch.submissions]
        listed = [grades[name] for name in names if name in grades]
        write_grades_csv(self.batch.out, listed, self.batch.left_out)
        self.written, now = len(grades), time.monotonic()
        took = now - begun
        self.due = now + 9 * took if took > CHEAP_SECONDS else now


@contextmanager
def writing(out: Path, left: str) -> Iterator[None]:
    """Raise `CannotGoOn` where something cannot be written, with what is `left` to be done."""
    try:
        yield
    except OSError as error:
        path = Path(error.filename2 or error.filename or out)
        path = path.parent if path.name.endswith(UNFINISHED) else path
        what = f"results cannot be written in {out}" if path == out else f"{path} cannot be written"
        raise CannotGoOn(
            f"{what}: {error.strerror}. Those that are there are whole; {left}."
        ) from error
