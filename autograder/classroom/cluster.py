"""Grading on a Dask cluster: each worker keeps one warm grader, submissions travel as bytes.

A worker that dies is survived: the scheduler gives what it was at to another one. A submission at
which that happens again and again (Dask's `allowed-failures`) is given up as a fault.
"""

import threading
import uuid
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import distributed

from ..grading.grader import Grader, Unread, try_to_read
from ..grading.setup import GradingSetup, Options
from ..intake.submissions import Submitted
from ..results.grade import Grade
from ..sandbox.isolation import choose
from .pool import PoolError, Progress, SubmissionTask

CONNECT_SECONDS = 15
TOPIC = "autograder"


class ClusterError(PoolError):
    """The cluster cannot be used; the message says why."""


@dataclass(frozen=True)
class Job:
    """What every worker needs to make its grader; `id` is another one for each run."""

    id: str
    setup: GradingSetup

    def make_grader(self) -> Grader:
        """Make a grader with the isolation that is at hand where it is called."""
        return Grader(replace(self.setup, isolation=choose(self.setup.isolation.level)))


@dataclass(frozen=True)
class Parcel:
    """A submission on its way to a worker, and how it is graded."""

    name: str
    options: Options
    read: Submitted | Unread


def connect(address: str) -> Any:
    """Return a client of the scheduler at `address`; raises `ClusterError` where there is none."""
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(f"there is no scheduler at {address}: {error}.") from None
    if not client.scheduler_info()["workers"]:
        client.close()
        raise ClusterError(f"the scheduler at {address} has no workers.")
    return client


def grade_on_cluster(
    client: Any, setup: GradingSetup, submissions: Sequence[SubmissionTask], progress: Progress
) -> Generator[Grade, None, None]:
    """Grade submissions on the workers of `client`; yields each grade as soon as it is there.

    Every worker chooses its isolation by the name of the setup's, which may be `auto`. A submission
    that workers died at has a fault for its grade.
    """
    job = Job(uuid.uuid4().hex, setup)

    def hear(event: tuple[Any, dict[str, str]]) -> None:
        if event[1]["job"] == job.id:
            progress(event[1]["name"], event[1]["question"])

    client.subscribe_topic(TOPIC, hear)
    sent = client.scatter(job, broadcast=True, hash=False)
    sent_as = {}
    for one in submissions:
        parcel = Parcel(one.name, one.options, try_to_read(one.path, one.name))
        how = {"key": f"{job.id}-{one.name}", "retries": 0, "pure": False}
        sent_as[client.submit(_grade_here, sent, parcel, **how)] = one
    try:
        with client.as_current():
            coming = distributed.as_completed(list(sent_as))
        for future in coming:
            yield _grade_of(future, setup, sent_as[future])
            future.release()
    finally:
        client.cancel(list(sent_as))
        client.unsubscribe_topic(TOPIC)
        client.run(_close_grader, job.id, on_error="ignore")


def _grade_of(future: Any, setup: GradingSetup, task: SubmissionTask) -> Grade:
    """Return the grade, a fault where workers died; raise what else has happened there."""
    if future.status == "finished":
        grade: Grade = future.result()
        return grade
    error = future.exception()
    if isinstance(error, distributed.KilledWorker):
        return setup.lost(task.name, task.options)
    raise ClusterError(f"a worker cannot grade: {error}") from error


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
        report = partial(_report, job.id, parcel.name)
        return PLACE.grader.grade_read(parcel.name, parcel.read, parcel.options, report)


def _report(job: str, name: str, question: str) -> None:
    distributed.get_worker().log_event(TOPIC, {"job": job, "name": name, "question": question})


def _close_grader(job: str) -> None:
    with PLACE.lock:
        if PLACE.job == job:
            _end_grader()


def _end_grader() -> None:
    grader, PLACE.grader, PLACE.job = PLACE.grader, None, ""
    if grader is not None:
        grader.sandbox.close()
