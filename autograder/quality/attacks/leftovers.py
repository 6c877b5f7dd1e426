"""Finds and ends processes that an attack has left behind."""

import os
import signal
import time
from collections.abc import Collection
from pathlib import Path

from ...inside import processes

SETTLE_SECONDS = 5.0  # for the kernel to clear away what a guest has left
COUNTING_SECONDS = 1.0  # for the same where nothing hostile ran


def living(root: int) -> set[int]:
    """Return the processes below `root` that have not ended.

    It looks twice, for a process that ends during a look may hide another.
    """
    found = processes.descendants(root) | processes.descendants(root)
    return {process for process in found if _is_living(process)}


def left_over(parent: int, usual: int, others: Collection[int] = ()) -> set[int]:
    """Return the processes below this one that are too many, after waiting for them to end.

    Below `parent`, a child of this process, there are `usual` ones when nothing is left; `others`
    were there before. This process must be the one that adopts orphans.
    """
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        below = living(parent)
        strangers = living(os.getpid()) - below - {parent, *others}
        if len(below) > usual:
            strangers |= below
        if not strangers or time.monotonic() > deadline:
            return strangers
        time.sleep(0.02)


def fewest(root: int) -> int:
    """Return how many processes are below `root` when those that are ending have ended."""
    counts = []
    deadline = time.monotonic() + COUNTING_SECONDS
    while time.monotonic() < deadline:
        counts.append(len(living(root)))
        time.sleep(0.02)
    return min(counts)


def end(strangers: set[int]) -> None:
    """Kill processes, and collect those that have become children of this one."""
    processes.send(signal.SIGKILL, strangers)
    processes.collect(strangers)


def _is_living(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
