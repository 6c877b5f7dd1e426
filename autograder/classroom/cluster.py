"""Grading on a Dask cluster: each worker keeps one warm grader, submissions travel as bytes.

A worker that dies is survived: the scheduler gives what it was at to another one. A submission at
which that happens again and again (Dask's `allowed-failures`) is given up as a fault.
"""

import threading
import uuid
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..datasets.catalogue import Data
from ..grading.grader import Grader, Unread, try_to_read
from ..intake.submissions import Submitted
from ..results.grade import Grade
from ..rubric.rubric import Rubric
from ..sandbox.isolation import choose
from .pool import Progress, Task

CONNECT_SECONDS = 15
TOPIC = "autograder"
INSTALL = "--cluster needs Dask: pip install 'autograder[cluster]'"


class ClusterError(Exception):
    """The cluster cannot be used; the message says why."""


@dataclass(frozen=True)
class Job:
    """What every worker needs to make its grader; `id` is another one for each run."""

    id: str
    rubric: Rubric
    data: Data
    isolation: str
    seed: int

    def make_grader(self) -> Grader:
        """Make a grader with the isolation that is at hand where it is called."""
        return Grader(self.rubric, self.data, choose(self.isolation), self.seed)


@dataclass(frozen=True)
class Parcel:
    """A submission on its way to a worker, and the seed to grade it with."""

    name: str
    seed: int
    read: Submitted | Unread


def connect(address: str) -> Any:
    """A client of the scheduler at `address`; raises `ClusterError` where there is none."""
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(INSTALL) from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(f"there is no scheduler at {address}: {error}.") from None
    if not client.scheduler_info()["workers"]:
        client.close()
        raise ClusterError(f"the scheduler at {address} has no workers.")
    return client


def new_job(rubric: Rubric, data: Data, isolation: str, seed: int) -> Job:
    """What the workers are told for one run."""
    return Job(uuid.uuid4().hex, rubric, data, isolation, seed)


def grade_on_cluster(
    client: Any,
    job: Job,
    tasks: Sequence[Task],
    lost: Callable[[str], Grade],
    progress: Progress = lambda name, question: None,
) -> Generator[Grade, None, None]:
    """Grade all tasks on the workers of `client`; yields each grade as soon as it is there.

    `lost` makes the grade, a fault, of a submission that workers died at, by name.
    """
    from distributed import as_completed

    def hear(event: tuple[Any, dict[str, str]]) -> None:
        if event[1]["job"] == job.id:
            progress(event[1]["name"], event[1]["question"])

    client.subscribe_topic(TOPIC, hear)
    sent = client.scatter(job, broadcast=True, hash=False)
    waiting = {}
    for task in tasks:
        options = {"key": f"{job.id}-{task.name}", "retries": 0, "pure": False}
        waiting[client.submit(_grade_here, sent, _pack(task, job.seed), **options)] = task.name
    try:
        with client.as_current():
            coming = as_completed(list(waiting))
        for future in coming:
            name = waiting[future]
            yield future.result() if future.status == "finished" else _failed(future, lost(name))
            future.release()
    finally:
        client.cancel(list(waiting))
        client.unsubscribe_topic(TOPIC)
        client.run(_close_grader, job.id, on_error="ignore")


def _failed(future: Any, lost: Grade) -> Grade:
    """The fault of a submission whose workers died; any other failure is raised."""
    from distributed import KilledWorker

    error = future.exception()
    if isinstance(error, KilledWorker):
        return lost
    raise ClusterError(f"a worker cannot grade: {error}") from error


def _pack(task: Task, usual: int) -> Parcel:
    seed = usual if task.seed is None else task.seed
    return Parcel(task.name, seed, try_to_read(task.path, task.name))


# On a worker


class _Place:
    """The grader of this worker, and the lock of whoever uses it: one submission at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.job = ""
        self.grader: Grader | None = None


PLACE = _Place()  # lives as long as the worker's process


def _grade_here(job: Job, parcel: Parcel) -> Grade:
    """Grade a submission with this worker's grader, which the first one of a run makes."""
    with PLACE.lock:
        if PLACE.grader is None or PLACE.job != job.id:
            _end_grader()
            PLACE.grader, PLACE.job = job.make_grader(), job.id
        if PLACE.grader.seed != parcel.seed:
            PLACE.grader.set_seed(parcel.seed)
        report = partial(_report, job.id, parcel.name)
        return PLACE.grader.grade_read(parcel.name, parcel.read, report)


def _report(job: str, name: str, question: str) -> None:
    from distributed import get_worker

    get_worker().log_event(TOPIC, {"job": job, "name": name, "question": question})


def _close_grader(job: str) -> None:
    with PLACE.lock:
        if PLACE.job == job:
            _end_grader()


def _end_grader() -> None:
    grader, PLACE.grader, PLACE.job = PLACE.grader, None, ""
    if grader is not None:
        grader.sandbox.close()
