"""Forks guests, inside the sandbox: a zygote, and the fork servers that are forked from it.

The zygote imports PyTorch once. For every grader it forks a fork server, which shares its memory
and waits on a control socket of its own. For every question a fork server forks a guest. Neither
ever executes a student's code or holds anything secret.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch

from . import confinement
from .guest import become_guest, serve
from .memory import MemoryWatch, pause
from .processes import descendants, kill_descendants

PRELOADED = (
    "torchvision.datasets",
    "torchvision.transforms.v2",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "numpy",
    "pdb",
)
Message = dict[str, Any]


@dataclass(frozen=True)
class Child:
    """A forked process, a descriptor that can be read once it has ended, and a guest's memory."""

    pid: int
    ended: int
    memory: MemoryWatch | None = None


Children = dict[int, Child]  # by a number of ours


def main() -> None:
    """Be a zygote, asked for fork servers through the socket whose number is the first argument.

    With a second argument, where fork is unsafe, be the one guest that this socket tells of.
    """
    requests = socket.socket(fileno=int(sys.argv[1]))
    confinement.keep_private()
    confinement.die_with_parent()
    warm_up()
    if sys.argv[2:]:
        be_the_guest(requests)
    else:
        be_zygote(requests)


def warm_up() -> None:
    """Import what submissions use, and let PyTorch import what its first steps need.

    One thread only: a parallel region before the fork would leave its children without threads.
    """
    keep_one_thread()
    for name in PRELOADED:
        importlib.import_module(name)
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 1, 5), torch.nn.Flatten())
    optimizer = torch.optim.AdamW(network.parameters())
    network(torch.rand(2, 1, 8, 8)).log_softmax(1).sum().backward()
    optimizer.step()
    gc.collect()
    gc.freeze()  # so that collections in a guest do not copy the parent's pages
    confinement.use_huge_pages()


def keep_one_thread() -> None:
    """Compute in one thread, however many a guest asks for.

    A guest shares its processors. Where threads wait for each other on a busy one, a question took
    ten times as long, and its numbers were not the same from run to run.
    """
    torch.set_num_threads(1)
    for name in ("set_num_threads", "set_num_interop_threads"):
        setattr(torch, name, lambda number: None)


def be_zygote(requests: socket.socket) -> None:
    """Fork a fork server for every control socket that comes, until no grader is left."""
    confinement.die_with_parent(False)  # from here on it sees the end, and clears up first
    confinement.adopt_orphans()  # what a fork server that is killed has not cleared away
    servers: Children = {}
    for number, (_, descriptors) in enumerate(listen(requests, servers)):
        try:
            pid = os.fork()
        except OSError as error:  # this grader goes without, the others keep theirs
            os.write(2, f"no fork server can be forked: {error!r}\n".encode())
            continue
        if pid == 0:
            be_fork_server(descriptors[0])
        servers[number] = Child(pid, os.pidfd_open(pid))


def be_fork_server(descriptor: int) -> None:
    """Fork a guest for every question until the grader hangs up; end without returning."""
    try:
        confinement.close_all_but({0, 1, 2, descriptor})
        confinement.adopt_orphans()
        with socket.socket(fileno=descriptor) as control:
            myself = os.pidfd_open(os.getpid())
            socket.send_fds(control, [json.dumps({"ready": True}).encode()], [myself])
            os.close(myself)
            fork_guests(control)
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - ours: the grader finds it in the log
        os.write(2, f"a fork server cannot go on: {error!r}\n".encode())
        os._exit(70)


def fork_guests(control: socket.socket) -> None:
    """Fork a guest for every question, and say how each has ended."""
    guests: Children = {}
    hungry: set[int] = set()  # those ended for want of memory

    def report(guest: int, ended: Message) -> None:
        with contextlib.suppress(OSError):  # nobody is there any more
            about = {"guest": guest, "memory": guest in hungry}
            control.sendall(json.dumps(about | ended).encode())

    def watch() -> float | None:
        left: dict[int, int] = {}  # bytes of memory, by guest
        for number, guest in guests.items():
            assert guest.memory is not None
            others = {other.pid for other in guests.values()} - {guest.pid}
            left[number] = guest.memory.headroom(descendants(os.getpid(), others))
            if left[number] < 0:
                hungry.add(number)
                os.kill(guest.pid, signal.SIGKILL)
        return pause(min(left.values())) if left else None

    for message, descriptors in listen(control, guests, report, watch):
        if "stop" in message:
            if message["stop"] in guests:
                os.kill(guests[message["stop"]].pid, signal.SIGKILL)
            continue
        data_size, parent = confinement.data_size(), os.getpid()
        memory = MemoryWatch(message["limits"]["memory_mb"], parent)
        pid = confinement.fork_apart() if message["private"] else os.fork()
        if pid == 0:
            control.close()
            become_guest(message, descriptors, data_size, 0 if message["private"] else parent)
        guests[message["guest"]] = Child(pid, os.pidfd_open(pid), memory)


def be_the_guest(control: socket.socket) -> None:
    """Wait for what a guest is told, and be it."""
    control.sendall(json.dumps({"ready": True}).encode())
    message, descriptors = receive(control)
    control.close()
    if message is not None:
        serve(message, descriptors, confinement.data_size(), os.getppid())


def listen(
    control: socket.socket,
    children: Children,
    report: Callable[[int, Message], None] = lambda child, ended: None,
    watch: Callable[[], float | None] = lambda: None,
) -> Iterator[tuple[Message, list[int]]]:
    """Yield what comes through a socket until it is closed: messages, with descriptors.

    Meanwhile `report` is told of each of the `children` that ends. What a child has started ends
    with it, and at the end all do. `watch` looks at those that are there, and says after how many
    seconds it wants to look again.
    """
    while True:
        watched = [control.fileno(), *(child.ended for child in children.values())]
        ready = select.select(watched, [], [], watch())[0]
        for number in [n for n, child in children.items() if child.ended in ready]:
            ended = collect(children.pop(number))
            kill_descendants({child.pid for child in children.values()})
            report(number, ended)
        if control.fileno() in ready:
            message, descriptors = receive(control)
            if message is None:
                break
            yield message, descriptors
            for descriptor in descriptors:
                os.close(descriptor)
    kill_descendants()


def receive(control: socket.socket) -> tuple[Message | None, list[int]]:
    """Receive one message of JSON and the descriptors sent with it; None at the end."""
    text, descriptors, *_ = socket.recv_fds(control, 65536, 2)
    return (json.loads(text) if text else None), descriptors


def collect(child: Child) -> Message:
    """Return how a child ended: its exit code, or minus the signal, and its CPU time in seconds."""
    os.close(child.ended)
    _, status, usage = os.wait4(child.pid, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
    }
