"""Finds and kills what a process has started, all the way down. Linux only: it reads /proc."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Collection

CAN_FORK = sys.platform.startswith("linux")  # elsewhere a fork of PyTorch is not safe


def descendants(root: int, but: Collection[int] = ()) -> set[int]:
    """Return what descends from `root`, also processes that have ended and are not collected.

    Left out are the processes in `but`, and what descends from them. A child that ends while this
    looks may hide one that goes on.
    """
    found: set[int] = set()
    waiting = [root]
    while waiting:
        tasks = f"/proc/{waiting.pop()}/task"
        children: set[int] = set()
        with contextlib.suppress(OSError):  # it has just ended
            for task in os.listdir(tasks):
                with contextlib.suppress(OSError), open(f"{tasks}/{task}/children", "rb") as file:
                    children |= set(map(int, file.read().split()))
        children -= found.union(but)
        waiting += children
        found |= children
    return found


def kill_descendants(but: Collection[int] = ()) -> None:
    """Kill and collect every descendant, and those that are made meanwhile; `but` as above.

    First all are stopped. If some were killed while others go on, those could fork as fast as this
    kills; stopped, they still count for the limit on processes and leave no room for more.
    """
    while True:
        stopped: set[int] = set()
        while running := descendants(os.getpid(), but) - stopped:
            send(signal.SIGSTOP, running)
            stopped |= running
        if not stopped:
            return
        send(signal.SIGKILL, stopped)
        collect(stopped, os.WNOHANG)  # some are not ours until their own parents have ended
        time.sleep(0.001)


def send(number: signal.Signals, processes: Collection[int]) -> None:
    """Send a signal to processes that may have ended."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def collect(processes: Collection[int], options: int = 0) -> None:
    """Wait for those processes that are children of this one; `options` as of `os.waitpid`."""
    for process in processes:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process, options)
