"""Measures the memory of a guest, all of its processes together. Linux only: it reads /proc.

The kernel's own limit (RLIMIT_DATA) is for each process alone, leaves out what processes share, and
what was made read-only after it was written. Here counts whatever belongs to processes and to no
file: private and shared pages, page tables, what is swapped out, and what may wait in their
sockets and pipes, which is memory of the kernel's.
"""

import os
import signal
import time
from collections.abc import Collection

from .processes import send

MARGIN = 0.1  # beyond the limit, so that a lone process meets the kernel's first, and can go on
FILLING = 8 * 2**30  # bytes a second: no guest takes memory faster than that
SHORTEST, LONGEST = 0.02, 0.25  # seconds between two looks
QUEUE = 256 * 2**10  # bytes that may wait in a socket or pipe; the filter keeps them from growing
SHARE = 0.1  # of the time, the most that exact looks may take
RESIDENT = ("RssAnon:", "RssShmem:", "VmSwap:", "VmPTE:")  # pages that are shared count again
PROPORTIONAL = ("Pss_Anon:", "Pss_Shmem:", "SwapPss:")  # each page counts once


class MemoryWatch:
    """What a guest that is forked from `parent` now may take: so many `megabytes` beyond it."""

    def __init__(self, megabytes: int, parent: int) -> None:
        self.inherited = _read(parent, "status", RESIDENT)
        self.limit = self.inherited + int(megabytes * (1 + MARGIN)) * 2**20
        self.due = 0.0  # when to look exactly again
        self.known = 0  # what was left then, and the bound of that time together

    def headroom(self, processes: Collection[int]) -> int:
        """Return how many bytes are left to the guest, whose processes these are.

        An exact look takes 20 ms a process, so it comes where bounds do not suffice: then at times,
        and when the processes have grown by what was left.
        """
        queued = QUEUE * sum(map(_num_descriptors, processes))
        sizes = [_read(process, "status", RESIDENT) for process in processes]
        bound = sum(sizes) + queued
        if bound <= self.limit:
            return self.limit - bound
        largest = max(sizes)
        if largest > self.limit:
            return self.limit - largest
        if time.monotonic() >= self.due or self.known < bound:
            begun = time.monotonic()
            exact = queued + self._exactly(processes, bound - queued)
            if exact > self.limit:  # who began or ended meanwhile counts with more than its share
                send(signal.SIGSTOP, processes)
                exact = queued + self._exactly(processes, bound - queued)
                send(signal.SIGCONT, processes)
            self.known = bound + self.limit - exact
            self.due = time.monotonic() + (time.monotonic() - begun) / SHARE
        return self.known - bound

    def _exactly(self, processes: Collection[int], bound: int) -> int:
        try:
            return sum(
                _read(process, "smaps_rollup", PROPORTIONAL) + _read(process, "status", ("VmPTE:",))
                for process in processes
            )
        except PermissionError:  # then each is taken to share still what it was forked with
            return bound - self.inherited * (len(processes) - 1)


def pause(left: int) -> float:
    """Return for how many seconds `left` bytes suffice, whatever a guest does."""
    return max(min(left / FILLING, LONGEST), SHORTEST)


def _read(process: int, file: str, fields: tuple[str, ...]) -> int:
    """Add up these fields of a file of /proc, in bytes; 0 when the process has ended.

    Raises PermissionError.
    """
    try:
        with open(f"/proc/{process}/{file}", encoding="utf-8", errors="replace") as lines:
            return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(fields))
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _num_descriptors(process: int) -> int:
    """Return how many descriptors a process has open; 0 when it has ended or must not be seen."""
    folder = f"/proc/{process}/fd"
    try:
        return os.stat(folder).st_size or len(os.listdir(folder))  # Linux before 6.2 says 0
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
