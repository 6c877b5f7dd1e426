"""What a guest does: it shuts itself in, takes a submission, and answers until it is over.

It is forked by a fork server, for one question. It takes the submission over its own socket and
runs probes until the grader hangs up.
"""

import contextlib
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ..probing import quiet
from ..probing.experiment_data import helpers
from ..probing.graded import GradedProbes
from ..probing.loader import StudentCode, run_standins
from ..probing.named_results import with_fields
from ..probing.nested_calls import NestedCalls
from ..probing.questions import PACKAGE, QUESTIONS
from ..probing.student_error import explain
from . import confinement, landlock, seccomp
from .wire import Channel, WireClosed


def become_guest(
    message: dict[str, Any], descriptors: list[int], data_size: int, parent: int
) -> None:
    """Be a guest until it is over, and end without returning."""
    try:
        confinement.be_killed_first()
        if message["private"]:
            confinement.leave_shared_folders()
            confinement.leave_shared_network()
            confinement.mount_private_folders(message["private"], message["limits"]["file_mb"])
            if message["user"] is None:  # guests of graders side by side are all the same user
                confinement.leave_shared_user()
        serve(message, descriptors, data_size, parent)
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - our own failure: say so to the grader
        os.write(2, f"the guest cannot be set up: {error!r}\n".encode())
        os._exit(70)


def serve(message: dict[str, Any], descriptors: list[int], data_size: int, parent: int) -> None:
    """Confine this process, then answer the grader's requests until it hangs up.

    It ends when `parent` does, its parent as it sees it: 0 from within a namespace of processes.
    """
    folder = Path(message["folder"])
    connection, output = descriptors
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    confinement.close_all_but({0, 1, 2, connection})
    # Python looked at these when they were files: a pipe cannot seek, nor do students know why.
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)
    if os.getsid(0) != os.getpid():  # a new process that was not forked leads a session already
        os.setsid()
    confinement.limit_resources(message["limits"], data_size, message["tasks"])
    folder.mkdir(exist_ok=True)
    if message["user"] is not None:
        os.chown(folder, message["user"], message["user"])
        confinement.become(message["user"])
    confinement.drop_privileges()
    confinement.die_with_parent()
    if os.getppid() != parent:  # it has ended already
        os._exit(70)
    landlock.restrict([str(folder), *message["private"], "/dev/shm"])
    seccomp.restrict(same_user=message["same_user"])
    os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    channel = Channel(socket.socket(fileno=connection))
    try:
        channel.send({"confined": True})
        answer_requests(channel, folder)
    except WireClosed:
        return


def answer_requests(channel: Channel, folder: Path) -> None:
    """Unpack the submission that comes first, then run a probe for every request."""
    opening = channel.receive()
    for name, content in opening["files"].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    ask = NestedCalls()

    def find_apart(name: str) -> Any:
        return submitted.find_apart(name)

    standins = run_standins(opening["standins"], helpers(ask, find_apart))
    standins = with_fields(standins, opening["files"].values(), find_apart)
    submitted = StudentCode(folder, QUESTIONS[opening["question"]], standins)
    sys.argv = [PACKAGE]  # not the sandbox's own
    quiet.silence_plots()
    quiet.silence_debuggers()
    multiprocessing.set_forkserver_preload(["torch"])  # else each worker of a loader imports it
    probes = GradedProbes(submitted.find, ask)
    channel.send({"unpacked": True})  # from here on, what fails is the student's
    while True:
        answer(channel, channel.receive(), probes, submitted, folder)


def answer(
    channel: Channel,
    request: dict[str, Any],
    probes: GradedProbes,
    submitted: StudentCode,
    folder: Path,
) -> None:
    """Run a probe, and send its value, or what to say of its failure; raises `WireClosed`."""
    number, probe = request["number"], request["probe"]
    begun = time.perf_counter()

    def grader(question: Any) -> Any:
        channel.send({"number": number, "ask": question})
        return channel.receive()["answer"]

    try:
        answer_of = grader if request["asks"] else None
        value = probes.run(probe, request["arguments"], request["seed"], answer_of)
        sys.stdout.flush()
        reply = {"number": number, "seconds": time.perf_counter() - begun}
        channel.send(reply | {"value": value})
    except WireClosed:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a student's code raises
        cause = submitted.cause(error)
        failure = explain(cause, folder, probes.DOING[probe])
        del cause  # it holds frames, and those what they have filled the memory with
        with contextlib.suppress(Exception):  # it may be another object by now
            sys.stdout.flush()
        reply = {"number": number, "seconds": time.perf_counter() - begun}
        reply |= {"message": failure.message, "details": failure.details}
        channel.send(reply | {"cause": str(failure.cause)})
