"""Looks at processes from outside: what descends from one, and what of it is still there."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

ENDING_SECONDS = 30  # within which processes that were told to end have done so


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
        for path in Path(f"/proc/{process.pid}/task").glob("*/children"):
            try:
                todo += map(int, path.read_text().split())
            except OSError:
                continue
    return found


def left_alive(processes: Iterable[Process]) -> list[Process]:
    """Those of the processes that do not end within a while."""
    deadline = time.monotonic() + ENDING_SECONDS
    left = list(processes)
    while left and time.monotonic() < deadline:
        left = [one for one in left if identify(one.pid) == one]
        time.sleep(0.05)
    return left


def warm_parent(sandbox: Any) -> int:
    """The process that forks the guests of a sandbox."""
    pid: int = sandbox.parent.pid
    return pid


def guest_of(sandbox: Any) -> int | None:
    """The guest that is open in a sandbox; None if there is none."""
    inside = descendants(warm_parent(sandbox))
    return inside[1].pid if len(inside) > 1 else None
