"""Writes pages and results in processes side by side: drawing takes most of the time.

Imports no PyTorch, so that such a process begins soon.
"""

import contextlib
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, TypeVar

from ..intake.submissions import IntakeError, read_submission
from ..report.blind import Names
from ..report.drawn import Drawn
from ..report.pages import code_page_stands, code_path, write_code_page, write_student_page
from ..results.grade import Grade
from ..results.results_json import write_grade
from .signals import FROM_TERMINALS, end_with_parent

MANY = 40  # pages, for which other processes are worth their beginning
AHEAD = 4  # tasks that wait for each process: grades with their pictures are large
REMARK = (
    " Names, ids and addresses of the class are replaced, as far as they are written as the roster"
    " has them; whatever else the code tells of its author stays."
)

Task = TypeVar("Task")


@dataclass(frozen=True)
class Writer:
    """Writes what belongs to one submission of a class with results in `out`.

    `names` says what students are called on pages, `title` what the assignment is.
    """

    out: Path
    title: str
    names: Names

    def draw(self, grade: Grade) -> None:
        """Write the page of a submission; raises whatever goes wrong."""
        drawn = Drawn(self.out, grade.name, grade.picture_data)
        write_student_page(self.names.folder(self.out), self.names.grade(grade), drawn)

    def publish(self, grade: Grade) -> str:
        """Write the page and then the result; return what went wrong with the page.

        Raises `OSError` where the result cannot be written.
        """
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
        remark = REMARK if self.names.blind else ""
        parts = self.parts(one)
        try:
            write_code_page(folder, self.title, name, self.names.files(files), parts, remark)
        except OSError as error:
            return f"the page with the code of {one.name} could not be written: {error.strerror}"
        return ""

    def code_stands(self, one: "Code") -> bool:
        """Say whether the page with a submission's code is there, and made from this code."""
        folder, name = self.names.folder(self.out), self.names.name(one.name)
        return code_page_stands(folder, name, self.parts(one))

    def parts(self, one: "Code") -> dict[str, str]:
        """Return what the page with a submission's code depends on."""
        return {**one.fingerprints, "names": self.names.digest}


@dataclass(frozen=True)
class Code:
    """The code of a submission; the `fingerprints` of its grade tell one code from another."""

    name: str
    path: Path
    fingerprints: Mapping[str, str]


def write_all(
    write: Callable[[Task], str], tasks: Iterable[Task], count: int, jobs: int
) -> Iterator[str]:
    """Write all, in their order, here or in so many processes; yield what went wrong, else nothing.

    `tasks` are taken one by one, not long before they are written; `count` says how many there are.
    Raises what `write` raises. What a process was at that is lost is written here.
    """
    if count < MANY or jobs < 2:
        yield from filter(None, map(write, tasks))
        return
    begin = (_context(), _begin, (write,))
    waiting: deque[tuple[Task, Future[str] | None]] = deque()
    with ProcessPoolExecutor(min(jobs, count), *begin) as pool:

        def finish() -> Iterator[str]:
            task, future = waiting.popleft()
            try:
                wrong = future.result() if future else write(task)
            except BrokenProcessPool:
                wrong = write(task)
            if wrong:
                yield wrong

        for task in tasks:
            future = None
            with contextlib.suppress(BrokenProcessPool):
                future = pool.submit(_write, task)
            waiting.append((task, future))
            if len(waiting) > AHEAD * jobs:
                yield from finish()
        while waiting:
            yield from finish()


def _context() -> BaseContext:
    """Return how processes are made: with what they need, where one can be forked that has it."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])  # where no forkserver is at work already
    return context


# In a process of the pool


class _Place:
    """What this process writes with: given once, for what it holds may be large."""

    write: Callable[[Any], str]


def _begin(write: Callable[[Any], str]) -> None:
    for number in FROM_TERMINALS:  # they are for the process that holds the pool
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what is written is whole or not there
    end_with_parent()
    _Place.write = staticmethod(write)


def _write(task: Any) -> str:
    return _Place.write(task)
