"""All that runs inside the sandbox: a warm parent, and the guests that it forks.

The parent imports PyTorch once and then waits on its control socket. For every question it forks a
guest, which shuts itself in, takes a submission over its own socket, and answers probes until the
grader hangs up. The parent never executes a student's code and holds nothing secret.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ..cells import Cells, is_notebook
from ..failures import explain
from ..package import QUESTIONS, Package, run_parts
from ..probes import DOING, Probes
from . import confinement, landlock, seccomp
from .wire import Channel, WireClosed

PRELOADED = ("torchvision.datasets", "torchvision.transforms.v2", "matplotlib.pyplot", "numpy")


def main() -> None:
    """Serve the control socket whose number is the first argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    confinement.keep_private()
    confinement.die_with_parent()
    warm_up()
    confinement.die_with_parent(False)  # from here on it sees the end, and clears up behind guests
    send(control, {"ready": True})
    guests: dict[int, Child] = {}
    while True:
        watched = [control.fileno(), *(child.ended for child in guests.values())]
        ready = select.select(watched, [], [])[0]
        for number in [n for n, child in guests.items() if child.ended in ready]:
            report = collect(guests.pop(number))
            if not guests:
                confinement.kill_descendants()
            send(control, {"guest": number} | report)
        if control.fileno() in ready:
            message, descriptors = receive(control)
            if message is None:
                break
            if "stop" in message:
                if message["stop"] in guests:
                    os.kill(guests[message["stop"]].pid, signal.SIGKILL)
            elif message["fork"]:
                guests[message["guest"]] = fork_guest(control, message, descriptors)
            else:
                control.close()
                serve(message, descriptors, confinement.data_size(), os.getppid())
                break
    confinement.kill_descendants()


def warm_up() -> None:
    """Import what submissions use, and let PyTorch import what its first steps need.

    One thread only: a parallel region before the fork would leave its children without threads.
    """
    torch.set_num_threads(1)
    for name in PRELOADED:
        importlib.import_module(name)
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 1, 5), torch.nn.Flatten())
    optimizer = torch.optim.AdamW(network.parameters())
    network(torch.rand(2, 1, 8, 8)).log_softmax(1).sum().backward()
    optimizer.step()
    confinement.adopt_orphans()
    gc.collect()
    gc.freeze()  # so that collections in a guest do not copy the parent's pages
    confinement.gather_memory()


def send(control: socket.socket, report: dict[str, Any]) -> None:
    """Send one message of JSON."""
    control.sendall(json.dumps(report).encode())


def receive(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """Receive one message of JSON and the descriptors sent with it; None at the end."""
    text, descriptors, *_ = socket.recv_fds(control, 65536, 2)
    return (json.loads(text) if text else None), descriptors


@dataclass(frozen=True)
class Child:
    """A guest's process, and a descriptor that can be read once it has ended."""

    pid: int
    ended: int


def fork_guest(control: socket.socket, message: dict[str, Any], descriptors: list[int]) -> Child:
    """Fork a guest; in the child this does not return."""
    data_size, parent = confinement.data_size(), os.getpid()
    pid = confinement.fork_apart() if message["private"] else os.fork()
    if pid == 0:
        control.close()
        become_guest(message, descriptors, data_size, 0 if message["private"] else parent)
    for descriptor in descriptors:
        os.close(descriptor)
    return Child(pid, os.pidfd_open(pid))


def collect(child: Child) -> dict[str, Any]:
    """How a guest ended: its exit code, or 128 plus the signal that ended it; and its CPU time."""
    os.close(child.ended)
    _, status, usage = os.wait4(child.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return {
        "code": code if code >= 0 else 128 - code,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
    }


def become_guest(
    message: dict[str, Any], descriptors: list[int], data_size: int, parent: int
) -> None:
    """In the fork: be a guest until it is over, and end without returning."""
    try:
        confinement.be_killed_first()
        if message["private"]:
            confinement.leave_shared_folders()
            confinement.mount_private_folders(message["private"], message["limits"]["file_mb"])
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
    parts = run_parts(opening["parts"])
    kind = Cells if is_notebook(folder) else Package
    submitted = kind(folder, QUESTIONS[opening["question"]], parts)
    probes = Probes(submitted.find)
    channel.send({"unpacked": True})  # from here on, what fails is the student's
    while True:
        request = channel.receive()
        number, probe = request["number"], request["probe"]
        begun = time.perf_counter()
        try:
            value = probes.run(probe, request["arguments"], request["seed"])
            sys.stdout.flush()
            answer = {"number": number, "seconds": time.perf_counter() - begun}
            channel.send(answer | {"value": value})
        except WireClosed:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever a student's code raises
            cause = submitted.cause(error) if isinstance(submitted, Cells) else error
            failure = explain(cause, folder, DOING[probe])
            del cause  # it holds frames, and those what they have filled the memory with
            with contextlib.suppress(Exception):  # it may be another object by now
                sys.stdout.flush()
            answer = {"number": number, "seconds": time.perf_counter() - begun}
            channel.send(answer | {"hint": failure.hint, "details": failure.details})


if __name__ == "__main__":
    main()
