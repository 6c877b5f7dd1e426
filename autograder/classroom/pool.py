"""Graders at work side by side: each in a process of its own, with its own warm sandbox.

A process grades one submission at a time, so two submissions never share a sandbox at the same
time. If a process is lost, the submission it was at is graded by another one.
"""

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import util
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from pathlib import Path

from ..datasets.catalogue import Data
from ..grading.grader import Grader, Report, fault
from ..results.grade import Grade
from ..rubric.rubric import Rubric
from ..sandbox.isolation import Isolation
from ..sandbox.zygote import CAN_FORK, Template
from .stopping import FROM_TERMINALS, stop

ATTEMPTS = 2  # at a submission whose process is lost
CLOSING_SECONDS = 10  # more than a sandbox has for that
LONGEST_FOLDER = 70  # a Unix socket's path has room for 107 bytes, its name for about 35 of them

MakeGrader = Callable[[], Grader]  # called in each process, so it must be picklable
Progress = Callable[[str, str], None]  # told the submission and the question that begins


class PoolError(Exception):
    """The graders cannot be started."""


@dataclass(frozen=True)
class Task:
    """A submission to grade: where it lies, the name of its result, and the seed to grade it with
    if that is not the one that the graders were made with.
    """

    path: Path
    name: str
    seed: int | None = None
    attempt: int = 1


class Worker:
    """A process with a grader, and the task that it is at."""

    def __init__(self, context: BaseContext, make_grader: MakeGrader) -> None:
        self.connection, theirs = context.Pipe()
        self.task: Task | None = None
        # mypy: a context's Process is one of several classes
        self.process = context.Process(target=_work, args=(make_grader, theirs), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()

    def begin(self, task: Task) -> None:
        """Give the process a task; if it has ended already, that shows when it is heard."""
        self.task = task
        with contextlib.suppress(OSError):
            self.connection.send(task)

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
    """How many graders there are if nobody says: one for each core that may be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def grade_here(
    rubric: Rubric,
    data: Data,
    isolation: Isolation,
    seed: int,
    tasks: Sequence[Task],
    jobs: int | None = None,
    progress: Progress = lambda name, question: None,
) -> Generator[Grade, None, None]:
    """Grade all tasks on this machine; yields each grade as soon as it is there.

    One task is graded in this process. For more there are others, a job each, so that one that is
    lost takes nothing with it; their warm parents are forked from one template. Without `jobs`
    there is one for each core. Raises `PoolError` as `grade_in_parallel`.
    """
    number = min(jobs or usual_jobs(), len(tasks))
    make_grader = partial(Grader, rubric, data, isolation, seed)
    if len(tasks) > 1:
        lost = partial(fault, rubric, data.name, isolation, seed)
        with contextlib.ExitStack() as stack:
            if CAN_FORK:
                template = stack.enter_context(contextlib.closing(Template(isolation)))
                make_grader = partial(make_grader, nursery=template.nursery)
            yield from grade_in_parallel(make_grader, tasks, number, lost, progress)
    elif tasks:
        yield from grade_in_order(make_grader, tasks, progress)


def grade_in_order(
    make_grader: MakeGrader,
    tasks: Iterable[Task],
    progress: Progress = lambda name, question: None,
) -> Generator[Grade, None, None]:
    """Grade all tasks one after the other, in this process."""
    with make_grader() as grader:
        usual = grader.seed
        for task in tasks:
            yield _grade(grader, task, usual, partial(progress, task.name))


def grade_in_parallel(
    make_grader: MakeGrader,
    tasks: Iterable[Task],
    jobs: int,
    lost: Callable[[str], Grade],
    progress: Progress = lambda name, question: None,
) -> Generator[Grade, None, None]:
    """Grade all tasks with `jobs` processes; yields each grade as soon as it is there.

    `lost` makes the grade, a fault, of a submission, by name, whose process was lost `ATTEMPTS`
    times.
    Raises `PoolError` if no grader can be made.
    """
    waiting = deque(tasks)
    context = _context()
    workers = [Worker(context, make_grader) for _ in range(min(jobs, len(waiting)))]
    try:
        while waiting or any(worker.task for worker in workers):
            for worker in workers:
                if waiting and worker.task is None:
                    worker.begin(waiting.popleft())
            busy = {worker.connection: worker for worker in workers if worker.task}
            for connection in wait(list(busy)):
                worker = busy[connection]  # type: ignore[index]
                task = worker.task
                assert task is not None
                try:
                    message = worker.connection.recv()
                except (EOFError, OSError):
                    worker.close()
                    workers[workers.index(worker)] = Worker(context, make_grader)
                    if task.attempt < ATTEMPTS:
                        waiting.appendleft(replace(task, attempt=task.attempt + 1))
                    else:
                        yield lost(task.name)
                    continue
                if isinstance(message, Grade):
                    worker.task = None
                    if waiting:  # before whoever is told the grade takes its time
                        worker.begin(waiting.popleft())
                    yield message
                elif isinstance(message, PoolError):
                    raise message
                else:
                    progress(task.name, message)
    finally:
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.close()


def _work(make_grader: MakeGrader, connection: Connection) -> None:
    """Grade the tasks that come through `connection` until it is closed."""
    for number in FROM_TERMINALS:  # they are for the process that holds the pool
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=_end_with_pool, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        _grade_tasks(make_grader, connection)


def _end_with_pool() -> None:
    """End this process in order when the one that holds the pool has ended, however it ended."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def _grade_tasks(make_grader: MakeGrader, connection: Connection) -> None:
    try:
        grader = make_grader()
    except Exception as error:  # noqa: BLE001 - told to the process that holds the pool
        said = "".join(traceback.format_exception_only(error)).strip()
        connection.send(PoolError(f"a grader cannot be started: {said}"))
        return
    usual = grader.seed
    with grader:
        while True:
            try:
                task = connection.recv()
            except (EOFError, ConnectionError):
                signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it must not interrupt the closing
                return
            connection.send(_grade(grader, task, usual, connection.send))


def _grade(grader: Grader, task: Task, usual: int, report: Report) -> Grade:
    """Grade a task with its own seed, else with the `usual` one."""
    seed = usual if task.seed is None else task.seed
    if seed != grader.seed:  # an exam takes a while to prepare
        grader.set_seed(seed)
    return grader.grade(task.path, task.name, report)


def _context() -> BaseContext:
    """How processes are made: from one that has imported PyTorch once, where that can be forked."""
    if not CAN_FORK:
        return multiprocessing.get_context("spawn")
    _keep_socket_paths_short()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.grading.grader"])
    return context


def _keep_socket_paths_short() -> None:
    """Where the usual folder for temporary files has too long a name, have the sockets by which
    multiprocessing starts its processes in /tmp; it keeps the folder that it is given first."""
    usual = tempfile.gettempdir()
    if len(os.fsencode(usual)) > LONGEST_FOLDER:
        tempfile.tempdir = "/tmp"
        try:
            util.get_temp_dir()
        finally:
            tempfile.tempdir = usual
