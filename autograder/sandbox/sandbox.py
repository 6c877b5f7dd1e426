"""A grader's sandbox, from outside: it opens a guest for every question of a submission."""

import contextlib
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Self

from ..inside.processes import CAN_FORK
from ..inside.wire import Channel
from ..scratch import Scratch
from .guest import Guest, Opening
from .levels.base import Isolation
from .server import ForkServer, SandboxError
from .users import NOBODY
from .zygote import ZygoteClient

LITTLE_DISK = 64 * 2**20  # bytes; with less than that guests fail for want of it
MAX_ANSWER = 64 * 2**20
NUMBERS = count()  # of the sandboxes of this process


class Sandbox:
    """Opens guests of a fork server, one at a time; a context manager.

    `limits` are wall_seconds, cpu_seconds, memory_mb, processes, open_files, file_mb and
    output_kb, each for one guest. Where guests cannot reach one another, the next one is forked and
    confined ahead, and holds nothing until it is opened. The fork server comes from `zygote` if one
    is given.
    """

    def __init__(
        self,
        isolation: Isolation,
        limits: Mapping[str, int],
        zygote: ZygoteClient | None = None,
        fork: bool | None = None,
    ) -> None:
        self.isolation = isolation
        self.limits = dict(limits)
        self.users = isolation.users(next(NUMBERS))
        alone = not isolation.namespaces and self.users[0] != NOBODY
        self.server = ForkServer(
            isolation, zygote, CAN_FORK if fork is None else fork, self.users[0] if alone else None
        )
        self.scratch = Scratch()
        self.forked = 0
        self.next: Guest | None = None  # forked ahead

    def __enter__(self) -> Self:
        try:
            self.server.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End the fork server and whatever it has started, and remove its files."""
        self._forget_next()
        self.server.close()
        self.scratch.close()

    def open(
        self,
        question: str,
        files: Mapping[str, bytes],
        standins: Mapping[str, str],
        deadline: float | None = None,
        seconds: float | None = None,
    ) -> Guest:
        """Open a guest that holds these files of a submission, for one question.

        Its time ends at `deadline`, on the clock of `time.monotonic`; if None, after `seconds`,
        which are wall_seconds if None. A hint says how many `seconds` the question had.
        """
        self.server.wait_until_ready()
        if seconds is None:
            seconds = self.limits["wall_seconds"]
        if deadline is None:
            deadline = time.monotonic() + seconds
        opening = Opening(question, files, standins, deadline, seconds)
        guest = self._take_next()
        if guest is not None:
            try:
                guest.begin(opening)
            except SandboxError:  # it was killed while it waited, and nothing of ours is lost
                guest = None
        if guest is None:
            guest = self._fork()
            guest.begin(opening)
        if self._can_fork_ahead:
            with contextlib.suppress(SandboxError, OSError):  # the guest just opened tells of it
                self.next = self._fork()
        return guest

    def disk_is_full(self) -> bool:
        """Say whether guests fail because there is no room for their files, nor for any others."""
        free = shutil.disk_usage(self.scratch.folder).free
        return not self.isolation.namespaces and free < LITTLE_DISK

    @property
    def _can_fork_ahead(self) -> bool:
        """Whether two guests at a time share neither processes, nor files, nor a user's limits."""
        return self.server.fork and self.isolation.namespaces and NOBODY not in self.users

    def _take_next(self) -> Guest | None:
        """Return the guest that was forked ahead, if it is there and its limits still hold."""
        guest = self.next
        if guest is None or guest.limits != self.limits or not self.server.is_running(guest.name):
            self._forget_next()
            return None
        self.next = None
        return guest

    def _forget_next(self) -> None:
        guest, self.next = self.next, None
        if guest is not None:
            guest.close()

    def _fork(self) -> Guest:
        """Have the fork server fork a guest, which confines itself while the caller goes on.

        Its user is not that of the guest before, whose processes may still be being cleared away:
        how many a user may have is counted for all of them together.
        """
        name = self.forked + 1
        self.server.forget(name - len(self.users))  # the last one of this user
        private = self.isolation.private_folders()
        place = private[0] if private else tempfile.mkdtemp("", "guest-", self.scratch.folder)
        message = {
            "guest": name,
            "private": private,
            "user": self.users[name % len(self.users)],
            "tasks": self.isolation.tasks_of_others(),
            "same_user": self.isolation.same_user,
            "limits": self.limits,
            "folder": place,
        }
        channel, theirs = socket.socketpair()
        output, their_output = os.pipe()
        wire = Channel(channel, MAX_ANSWER)
        guest = Guest(self.server, name, dict(self.limits), wire, output, Path(place))
        self.forked = name
        try:
            self.server.fork_guest(message, [theirs.fileno(), their_output])
        except SandboxError:
            guest.forget()
            raise
        finally:
            theirs.close()
            os.close(their_output)
        return guest
