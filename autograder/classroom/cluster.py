"""Grading on a Dask cluster: each worker keeps one warm grader, submissions travel as bytes.

A worker that dies is survived: the scheduler gives what it was at to another one. A submission at
which that happens again and again (Dask's `allowed-failures`) is given up as a fault.
"""

import socket
import ssl
import threading
import uuid
from collections.abc import Callable, Generator, Sequence
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
PROBE_SECONDS = 5  # for an answer of what listens where no scheduler could be talked to
RECIPE = "docs/scale.md"
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
    """A submission on its way to a worker, how it is graded, and what is done with its grade."""

    name: str
    options: Options
    read: Submitted | Unread
    finish: Callable[[Grade], Grade]


def connect(address: str) -> Any:
    """Return a client of the scheduler at `address`, by TLS where it begins with `tls://`.

    The certificates are those that Dask's configuration names. Raises `ClusterError` where there is
    no scheduler, or it cannot be talked to.
    """
    if address.startswith("tls://"):
        _require_certificates(address)
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        if not address.startswith("tls://") and _speaks_tls(address):
            raise ClusterError(
                f"the scheduler at {address} wants TLS: write tls:// in its address, and name your"
                f" certificates as {RECIPE} says."
            ) from None
        raise ClusterError(f"there is no scheduler at {address}: {error}.") from None
    if not client.scheduler_info()["workers"]:
        client.close()
        raise ClusterError(f"the scheduler at {address} has no workers.")
    return client


def _require_certificates(address: str) -> None:
    """Raise `ClusterError` where Dask's configuration names no certificates that can be read."""
    try:
        named = distributed.Security().get_connection_args("client").get("ssl_context")
    except OSError as error:
        raise ClusterError(
            f"the certificates for {address} cannot be read: {error}. distributed.comm.tls in"
            " Dask's configuration names them."
        ) from None
    if named is None:
        raise ClusterError(
            f"{address} needs certificates, and distributed.comm.tls in Dask's configuration names"
            f" none; {RECIPE} says how."
        )


def _speaks_tls(address: str) -> bool:
    """Say whether what listens at an address answers to TLS; nothing is trusted or sent."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        place = distributed.comm.get_address_host_port(address)
        with socket.create_connection(place, PROBE_SECONDS) as plain:
            context.wrap_socket(plain).close()
    except (OSError, ValueError):
        return False
    return True


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
        parcel = Parcel(one.name, one.options, try_to_read(one.path, one.name), one.finish)
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
        grade = PLACE.grader.grade_read(parcel.name, parcel.read, parcel.options, report)
        return parcel.finish(grade)


def _report(job: str, name: str, question: str) -> None:
    distributed.get_worker().log_event(TOPIC, {"job": job, "name": name, "question": question})


def _close_grader(job: str) -> None:
    with PLACE.lock:
        if PLACE.job == job:
            _end_grader()


def _end_grader() -> None:
    grader, PLACE.grader, PLACE.job = PLACE.grader, None, ""
    if grader is not None:
        grader.close()
