"""Reads submissions, and writes pages and results, in processes side by side.

Imports no PyTorch, so that such a process begins soon.
"""

import contextlib
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from ..intake.submissions import IntakeError, read_submission
from ..language import ENGLISH, marked
from ..report.blind import Names
from ..report.drawn import Drawn
from ..report.pages import (
    Wording,
    code_page_stands,
    code_path,
    write_code_page,
    write_student_page,
)
from ..results.grade import Grade
from ..results.reading import Reading, write_reading
from ..results.results_json import write_grade
from .earlier import Earlier
from .workers import begin_worker, worker_context

MANY = 40  # pages, for which other processes are worth their beginning
AHEAD = 4  # tasks that wait for each process: grades with their pictures are large
REMARK = marked(
    "Names, ids and addresses of the class are replaced, as far as they are written as the roster"
    " has them; whatever else the code tells of its author stays."
)

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Writer:
    """Writes what belongs to one submission of a class with results in `out`.

    `names` says what students are called on pages, `title` what the assignment is;
    both are told in the `language`.
    """

    out: Path
    title: str
    names: Names
    language: str = ENGLISH

    def draw(self, grade: Grade) -> None:
        """Write the page of a submission; raises whatever goes wrong."""
        drawn = Drawn(self.out, grade.name, grade.picture_data, grade.drawings)
        write_student_page(self.names.folder(self.out), self.names.grade(grade), drawn)

    def publish(self, one: "Publication") -> str:
        """Write what people read, the page and then the result; return what went wrong with the
        page.

        Raises `OSError` where the result cannot be written.
        """
        measured, _ = one.earlier.whole(one.grade.name)
        grade = replace(one.grade, picture_data=measured.picture_data)
        if one.reading is not None:
            write_reading(self.out, grade.name, one.reading)
        wrong = ""
        try:
            self.draw(grade)
        except Exception as error:  # noqa: BLE001 - a page is not worth a grade
            wrong = f"the page of {grade.name} could not be written: {error!r}"
        write_grade(self.out, grade)
        return wrong

    def write_code(self, one: "Code") -> str:
        """Write the page with a submission's code; return what went wrong.

        Where there is no code that can be read, there is no page: an earlier one shows what was
        handed in before.
        """
        folder, name = self.names.folder(self.out), self.names.name(one.name)
        try:
            files = read_submission(one.path, one.name).files
        except (IntakeError, OSError):
            code_path(folder, name).unlink(missing_ok=True)
            return ""
        wording = Wording(self.language, REMARK if self.names.blind else "")
        parts = self.parts(one)
        try:
            write_code_page(folder, self.title, name, self.names.files(files), parts, wording)
        except OSError as error:
            return f"the page with the code of {one.name} could not be written: {error.strerror}"
        return ""

    def code_stands(self, one: "Code") -> bool:
        """Say whether the page with a submission's code is there, and made from this code."""
        folder, name = self.names.folder(self.out), self.names.name(one.name)
        return code_page_stands(folder, name, self.parts(one))

    def parts(self, one: "Code") -> dict[str, str]:
        """Return what the page with a submission's code depends on."""
        more = {} if self.language == ENGLISH else {"language": self.language}
        return {**one.fingerprints, "names": self.names.digest, **more}


@dataclass(frozen=True)
class Publication:
    """A grade as it is given, without what pictures are drawn from; that is in `earlier`, which
    need hold nothing of others. `reading` is what people read of the submission, if anybody does.
    """

    grade: Grade
    earlier: Earlier
    reading: Reading | None


@dataclass(frozen=True)
class Code:
    """The code of a submission; the `fingerprints` of its grade tell one code from another."""

    name: str
    path: Path
    fingerprints: Mapping[str, str]


def write_all(
    write: Callable[[Task], str], tasks: Iterable[Task], count: int, jobs: int
) -> Iterator[str]:
    """Write all, in their order, as `do_all` does; yield what went wrong, else nothing."""
    yield from filter(None, do_all(write, tasks, count, jobs))


def do_all(
    do: Callable[[Task], Result], tasks: Iterable[Task], count: int, jobs: int
) -> Iterator[Result]:
    """Do all tasks, here or in so many processes; yield what comes of each, in their order.

    `tasks` are taken one by one, not long before they are done; `count` says how many there are.
    Raises what `do` raises. What a process was at that is lost is done here.
    """
    if count < MANY or jobs < 2:
        yield from map(do, tasks)
        return
    begin = (worker_context(__name__), _begin, (do,))
    waiting: deque[tuple[Task, Future[Result] | None]] = deque()
    with ProcessPoolExecutor(min(jobs, count), *begin) as pool:

        def finish() -> Result:
            task, future = waiting.popleft()
            try:
                return future.result() if future else do(task)
            except BrokenProcessPool:
                return do(task)

        for task in tasks:
            future = None
            with contextlib.suppress(BrokenProcessPool):
                future = pool.submit(_do, task)
            waiting.append((task, future))
            if len(waiting) > AHEAD * jobs:
                yield finish()
        while waiting:
            yield finish()


# In a process of the pool


class _Place:
    """What this process does: given once, for what it holds may be large."""

    do: Callable[[Any], Any]


def _begin(do: Callable[[Any], Any]) -> None:
    begin_worker(signal.SIG_DFL)  # what is written is whole or not there
    _Place.do = staticmethod(do)


def _do(task: Any) -> Any:
    return _Place.do(task)
