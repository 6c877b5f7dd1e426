"""Looks at processes from outside: what descends from one, and what of it is still there."""

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

ENDING_SECONDS = 30  # within which processes that were told to end have done so
SETTLING_SECONDS = 2  # and within which others are forked, or cleared away


class Process(NamedTuple):
    """A process, told apart from a later one of the same number by when it began."""

    pid: int
    begun: str


def identify(pid: int) -> Process | None:
    """The process of this number; None if there is none, or it has ended and is not collected."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else Process(pid, fields[19])


def descendants(pid: int) -> list[Process]:
    """All that descends from a process, itself included."""
    found, todo = [], [pid]
    while todo:
        process = identify(todo.pop())
        if process is None:
            continue
        found.append(process)
        todo += [child.pid for child in children(process.pid)]
    return found


def children(pid: int) -> list[Process]:
    """Those that a process has started, or that were left to it."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # it has just ended
            found += [identify(int(child)) for child in path.read_text().split()]
    return [process for process in found if process is not None]


def left_alive(processes: Iterable[Process]) -> list[Process]:
    """Those of the processes that do not end within a while."""
    deadline = time.monotonic() + ENDING_SECONDS
    left = list(processes)
    while left and time.monotonic() < deadline:
        left = [one for one in left if identify(one.pid) == one]
        time.sleep(0.05)
    return left


def fork_server(sandbox: Any) -> int:
    """The process that forks the guests of a sandbox; it is started if need be."""
    if sandbox.server.process is None:
        sandbox.server.wait_until_ready()
    pid: int = sandbox.server.process.pid
    return pid


def guest_of(sandbox: Any) -> int | None:
    """The guest that is open in a sandbox; None if there is none.

    One forked ahead is younger, and one that has ended may not be cleared away yet.
    """
    expected = 1 if sandbox.next is None else 2
    deadline = time.monotonic() + SETTLING_SECONDS
    while time.monotonic() < deadline:
        guests = children(fork_server(sandbox))
        if len(guests) == expected:
            return min(guests, key=lambda process: int(process.begun)).pid
        time.sleep(0.01)
    return None
