"""Graders at work side by side: each in a process of its own, with its own warm sandbox.

A process has one task at a time, so two submissions never share a sandbox at the same time. If a
process is lost, another one does its task.
"""

import contextlib
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from ..grading.grader import USUAL_OPTIONS, Grader
from ..grading.pytest_plugin import Report
from ..grading.setup import GradingSetup, Options
from ..inside.processes import CAN_FORK
from ..network.bench.process import BenchZygote
from ..results.grade import Grade
from ..sandbox.zygote import Zygote
from .signals import stop
from .workers import begin_worker, worker_context

TRIES_A_TASK = 2  # at a task whose process is lost
CLOSING_SECONDS = 10  # more than a sandbox needs to close

MakeGrader = Callable[[], Grader]  # called in each process, so it must be picklable
Progress = Callable[[str, str], None]  # called with a task's name and the question that begins
Result = TypeVar("Result")
ResultOf = TypeVar("ResultOf", covariant=True)


def _silent(name: str, question: str) -> None:
    pass


class PoolError(Exception):
    """The graders cannot be started."""


class Task(Protocol[ResultOf]):
    """What a process of the pool does with its grader; it must be picklable."""

    @property
    def name(self) -> str:
        """The name that progress is reported under."""

    def run(self, grader: Grader, report: Report) -> ResultOf:
        """Return the result; call `report` with the id of each question that begins."""


def unchanged(grade: Grade) -> Grade:
    """Return a grade as it is."""
    return grade


@dataclass(frozen=True)
class SubmissionTask:
    """A submission to grade: where it lies, the name of its result, and how it is graded.

    `finish` is called with its grade where it was graded; it must be picklable.
    """

    path: Path
    name: str
    options: Options = USUAL_OPTIONS
    finish: Callable[[Grade], Grade] = unchanged

    def run(self, grader: Grader, report: Report) -> Grade:
        """Grade it."""
        return self.finish(grader.grade(self.path, self.name, self.options, report))


@dataclass(frozen=True)
class _Turn:
    """A task that waits for a process or is in one, for the first time or again."""

    task: Task[Any]
    attempt: int = 1


@dataclass(frozen=True)
class _Begun:
    """A process's message: a question of its task begins."""

    question: str


@dataclass(frozen=True)
class _Done(Generic[Result]):
    """A process's message: its task is done."""

    result: Result


class _Worker:
    """A process with a grader, and the task that it has."""

    def __init__(self, context: BaseContext, make_grader: MakeGrader) -> None:
        self.connection, theirs = context.Pipe()
        self.turn: _Turn | None = None
        # mypy: a context's Process is one of several classes
        self.process = context.Process(target=_work, args=(make_grader, theirs), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()

    def begin(self, turn: _Turn) -> None:
        """Give the process a task; if it has ended already, `receive` shows it."""
        self.turn = turn
        with contextlib.suppress(OSError):
            self.connection.send(turn.task)

    def receive(self) -> Any:
        """Return the next message of the process; None if it is lost."""
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            return None
        if isinstance(message, _Done):
            self.turn = None
        return message

    def stop(self) -> None:
        """Tell the process to end, without waiting for it."""
        self.process.terminate()

    def close(self) -> None:
        """End the process and its sandbox."""
        self.stop()
        self.process.join(CLOSING_SECONDS)
        self.process.kill()
        self.process.join(CLOSING_SECONDS)
        self.connection.close()


def usual_jobs() -> int:
    """Return how many graders there are if nobody says: one for each core that may be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def grade_here(
    setup: GradingSetup,
    submissions: Sequence[SubmissionTask],
    jobs: int | None = None,
    progress: Progress = _silent,
) -> Generator[Grade, None, None]:
    """Grade all submissions on this machine; yields each grade as soon as it is there.

    One submission is graded in this process. For more there are others, a job each, so that one
    that is lost takes nothing with it. Raises `PoolError` as `run_in_parallel`.
    """
    if len(submissions) > 1:
        options = {one.name: one.options for one in submissions}

        def lost(task: Task[Grade]) -> Grade:
            return setup.lost(task.name, options[task.name])

        yield from run_in_pool(setup, submissions, lost, jobs, progress)
    elif submissions:
        yield from run_in_order(partial(Grader, setup), submissions, progress)


def run_in_order(
    make_grader: MakeGrader, tasks: Iterable[Task[Result]], progress: Progress = _silent
) -> Generator[Result, None, None]:
    """Run all tasks one after the other, in this process."""
    with make_grader() as grader:
        for task in tasks:
            yield task.run(grader, partial(progress, task.name))


def run_in_pool(
    setup: GradingSetup,
    tasks: Sequence[Task[Result]],
    lost: Callable[[Task[Result]], Result],
    jobs: int | None = None,
    progress: Progress = _silent,
) -> Generator[Result, None, None]:
    """Run all tasks with graders of their own processes, by default one for each core.

    Their sandboxes are forked from one that has imported PyTorch once, where that is possible.
    `lost` and what is yielded and raised are as in `run_in_parallel`.
    """
    make_grader = partial(Grader, setup)
    with contextlib.ExitStack() as stack:
        if CAN_FORK:
            zygote = stack.enter_context(contextlib.closing(Zygote(setup.isolation)))
            bench = stack.enter_context(contextlib.closing(BenchZygote()))
            make_grader = partial(make_grader, zygote=zygote.client, bench=bench.client)
        yield from run_in_parallel(make_grader, tasks, jobs or usual_jobs(), lost, progress)


def run_in_parallel(
    make_grader: MakeGrader,
    tasks: Iterable[Task[Result]],
    jobs: int,
    lost: Callable[[Task[Result]], Result],
    progress: Progress = _silent,
) -> Generator[Result, None, None]:
    """Run all tasks with `jobs` processes; yields each result as soon as it is there.

    `lost` returns the result of a task whose process was lost `TRIES_A_TASK` times. Raises
    `PoolError` if no grader can be made.
    """
    waiting = deque(_Turn(task) for task in tasks)
    context = worker_context("autograder.grading.grader", "autograder.report.drawn")
    workers = [_Worker(context, make_grader) for _ in range(min(jobs, len(waiting)))]
    try:
        while waiting or any(worker.turn for worker in workers):
            _give_out(waiting, workers)
            for worker in _ready(workers):
                turn, message = worker.turn, worker.receive()
                assert turn is not None
                if message is None:
                    worker.close()
                    workers[workers.index(worker)] = _Worker(context, make_grader)
                    if turn.attempt < TRIES_A_TASK:
                        waiting.appendleft(_Turn(turn.task, turn.attempt + 1))
                    else:
                        yield lost(turn.task)
                elif isinstance(message, PoolError):
                    raise message
                elif isinstance(message, _Begun):
                    progress(turn.task.name, message.question)
                else:
                    _give_out(waiting, workers)  # before the caller takes its time with the result
                    yield message.result
    finally:
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.close()


def _give_out(waiting: deque[_Turn], workers: Sequence[_Worker]) -> None:
    """Give tasks that wait to processes that have none."""
    for worker in workers:
        if waiting and worker.turn is None:
            worker.begin(waiting.popleft())


def _ready(workers: Sequence[_Worker]) -> list[_Worker]:
    """Wait for processes that have said something or have ended, and return them."""
    ready = wait([worker.connection for worker in workers if worker.turn])
    return [worker for worker in workers if worker.connection in ready]


def _work(make_grader: MakeGrader, connection: Connection) -> None:
    """Run the tasks that come through `connection` until it is closed."""
    begin_worker(stop)
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        _run_tasks(make_grader, connection)


def _run_tasks(make_grader: MakeGrader, connection: Connection) -> None:
    try:
        grader = make_grader()
    except Exception as error:  # noqa: BLE001 - raised in the process that holds the pool
        reason = "".join(traceback.format_exception_only(error)).strip()
        connection.send(PoolError(f"a grader cannot be started: {reason}"))
        return

    def report(question: str) -> None:
        connection.send(_Begun(question))

    with grader:
        while True:
            try:
                task = connection.recv()
            except (EOFError, ConnectionError):
                signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it must not interrupt the closing
                return
            connection.send(_Done(task.run(grader, report)))
