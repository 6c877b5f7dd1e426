"""The processes that one has started, all the way down, and whether any outlived its purpose."""

import contextlib
import os
import signal
import time
from collections.abc import Collection
from pathlib import Path

SETTLE_SECONDS = 5.0  # for the kernel to clear away what a guest has left
COUNTING_SECONDS = 1.0  # in which it has done so, where nothing hostile ran


def descendants(root: int) -> set[int]:
    """The living processes below `root`."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rsplit(")", 1)[1].split()[:2]
        except OSError:  # it has just ended
            continue
        if state != "Z":
            parents.setdefault(int(parent), []).append(int(path.parent.name))
    found: set[int] = set()
    waiting = [root]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found.update(children)
        waiting += children
    return found


def left_over(parent: int, usual: int, others: Collection[int] = ()) -> set[int]:
    """The processes below this one that are too many, after a while of waiting for them to end.

    Below `parent`, a child of this process, there are `usual` ones when nothing is left; `others`
    were there before. This process must be the one that adopts orphans.
    """
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        below = descendants(parent)
        strangers = descendants(os.getpid()) - below - {parent, *others}
        if len(below) > usual:
            strangers |= below
        if not strangers or time.monotonic() > deadline:
            return strangers
        time.sleep(0.02)


def fewest(root: int) -> int:
    """How many processes there are below `root` when those that are ending have ended."""
    counts = []
    deadline = time.monotonic() + COUNTING_SECONDS
    while time.monotonic() < deadline:
        counts.append(len(descendants(root)))
        time.sleep(0.02)
    return min(counts)


def end(processes: set[int]) -> None:
    """Kill processes, and collect those that have become children of this one."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    for process in processes:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process, 0)
