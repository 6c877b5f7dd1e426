"""A grader's sandbox, from outside: one fork server, and the guests opened and ended in it."""

import contextlib
import json
import math
import os
import select
import shutil
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..inside import confinement
from ..inside.wire import Channel
from ..scratch import Scratch
from .clearing import kill_processes_of, remove_files_of
from .levels.base import Isolation
from .session import SETTLE_SECONDS, Ended, Guest, SandboxError
from .users import NOBODY
from .zygote import CAN_FORK, Process, Zygote, ZygoteClient

START_SECONDS = 300.0  # importing PyTorch from a cold disk takes its time
STARTS = 2  # of a fork server that was killed before it was ready
LITTLE_DISK = 64 * 2**20  # bytes; with less than that guests fail for want of it
MAX_ANSWER = 64 * 2**20
NUMBERS = count()  # of the sandboxes of this process


class Sandbox:
    """A fork server in a sandbox, ready to fork guests; a context manager.

    `limits` are wall_seconds, cpu_seconds, memory_mb, processes, open_files, file_mb and
    output_kb, each for one guest. One guest is open at a time; where it cannot reach others, the
    next one is forked and confined meanwhile, and holds nothing until it is opened. The fork server
    comes from `zygote` if one is given, else, or when that has ended, from a zygote of this
    sandbox's own.
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
        self.fork = CAN_FORK if fork is None else fork
        self.zygote = zygote
        self.own_zygote: Zygote | None = None
        self.scratch = Scratch()
        self.users = isolation.users(next(NUMBERS))
        self.control: socket.socket | None = None  # to the fork server, while there is one
        self.server: Process | None = None  # once it is ready
        self.ready = False
        self.forked = 0
        self.guests: dict[int, Ended | None] = {}  # how they ended; None up to then
        self.next: Guest | None = None  # forked ahead

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def lost(self) -> bool:
        """Whether the fork server has ended by itself, and all guests with it."""
        return self.fork and self.control is None

    @property
    def own_user(self) -> int | None:
        """The user that is this sandbox's alone, where what guests leave is known by it only."""
        user = self.users[0]
        return None if self.isolation.namespaces or user == NOBODY else user

    @property
    def files(self) -> Path:
        """The folder of what runs inside, as it is called outside."""
        assert self.zygote is not None
        return self.zygote.files

    def start(self) -> None:
        """Ask for a fork server, which begins to be there while the caller goes on."""
        if not self.isolation.namespaces:
            confinement.keep_private()  # for guests may be of the same user, and see this process
        if not self.fork:
            self.zygote = self._start_zygote()
            self.control = self.zygote.requests
            return
        ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs:
            if self.zygote is None or not self.zygote.fork(theirs):
                self.zygote = self._start_zygote()
                self.zygote.fork(theirs)  # if this fails, `ours` is closed by the other side
        self.control = ours

    def close(self) -> None:
        """End the fork server and whatever it has started, and remove its files."""
        self._end_server()
        self._end_zygote()
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
        self.wait_until_ready()
        if seconds is None:
            seconds = self.limits["wall_seconds"]
        if deadline is None:
            deadline = time.monotonic() + seconds
        opening = question, files, standins, deadline, seconds
        guest = self._take_next()
        if guest is not None:
            try:
                guest.begin(*opening)
            except SandboxError:  # it was killed while it waited, and nothing of ours is lost
                guest = None
        if guest is None:
            guest = self._fork()
            guest.begin(*opening)
        if self._can_fork_ahead:
            with contextlib.suppress(SandboxError, OSError):  # the guest just opened tells of it
                self.next = self._fork()
        return guest

    def stop(self, guest: int) -> None:
        """End a guest without waiting for it."""
        if not self.fork:
            self._end_zygote()
        elif self.control is not None:
            with contextlib.suppress(SandboxError):  # then it has ended with its fork server
                self._send_control({"stop": guest}, [])

    def wait(self, guest: int, patience: float = math.inf) -> Ended:
        """Wait until a guest has ended, or end it after `patience` seconds, `SETTLE_SECONDS` at
        most.

        Where the fork server itself is lost it is ended too, and the next guest gets another.
        """
        patience = min(patience, SETTLE_SECONDS)
        if not self.fork:
            return Ended(self._end_zygote(patience))
        for stopped, seconds in ((False, patience), (True, SETTLE_SECONDS)):
            ended = self._wait_for_end(guest, seconds)
            if ended is not None:
                if self.own_user:
                    remove_files_of(self.own_user)
                return replace(ended, stopped=stopped)
            self.stop(guest)
        self._end_server()
        return Ended(None)

    def wait_until_ready(self) -> None:
        """Wait until there is a fork server that has imported PyTorch, and start it if need be.

        Raises `SandboxError` if it does not start; if it was killed meanwhile, another is started.
        """
        self._hear()  # whether it has ended meanwhile
        for _ in range(STARTS):
            if self.control is None:
                self.start()
            if not self.ready:
                self._receive_control(START_SECONDS)
            if self.ready:
                return
            if self.control is not None:
                self._end_server()
                break  # it is alive and silent
        log = self.zygote.log() if self.zygote else ""
        self._end_zygote()
        self.zygote = None  # the next one is not had from here
        raise SandboxError(f"the sandbox does not start: {log or 'it is silent'}")

    def disk_is_full(self) -> bool:
        """Say whether guests fail because there is no room for their files, nor for any others."""
        free = shutil.disk_usage(self.scratch.folder).free
        return not self.isolation.namespaces and free < LITTLE_DISK

    @property
    def _can_fork_ahead(self) -> bool:
        """Whether two guests at a time share neither processes, nor files, nor a user's limits."""
        return self.fork and self.isolation.namespaces and NOBODY not in self.users

    def _take_next(self) -> Guest | None:
        """Return the guest that was forked ahead, if it is there and its limits still hold."""
        guest, self.next = self.next, None
        if guest is None or (guest.limits == self.limits and self.guests[guest.name] is None):
            return guest
        guest.close()
        return None

    def _fork(self) -> Guest:
        """Have the fork server fork a guest, which confines itself while the caller goes on.

        Its user is not that of the guest before, whose processes may still be being cleared away:
        how many a user may have is counted for all of them together.
        """
        name = self.forked + 1
        before = name - len(self.users)  # the last one of this user
        if before in self.guests:
            if self._wait_for_end(before, SETTLE_SECONDS) is None:
                self._end_server()
                raise SandboxError("what a guest has started does not end")
            del self.guests[before]
        channel, theirs = socket.socketpair()
        output, their_output = os.pipe()
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
        guest = Guest(
            self, name, dict(self.limits), Channel(channel, MAX_ANSWER), output, Path(place)
        )
        self.forked = name
        try:
            self._send_control(message, [theirs.fileno(), their_output])
        except SandboxError:
            guest.forget()
            raise
        finally:
            theirs.close()
            os.close(their_output)
        self.guests[name] = None
        return guest

    def _send_control(self, message: dict[str, Any], descriptors: list[int]) -> None:
        self._hear()
        if self.control is None:
            raise SandboxError("the sandbox has ended")
        try:
            socket.send_fds(self.control, [json.dumps(message).encode()], descriptors)
        except OSError as error:
            self._end_server()
            raise SandboxError(f"the sandbox has ended: {error}") from None

    def _hear(self) -> None:
        """Take note of all messages of the fork server; unread, they would fill the socket."""
        while self._receive_control(0):
            pass

    def _wait_for_end(self, guest: int, seconds: float) -> Ended | None:
        """Return how a guest ended; None if it does not, or its fork server is lost."""
        deadline = time.monotonic() + seconds
        while self.guests.get(guest) is None:
            if not self._receive_control(max(deadline - time.monotonic(), 0)):
                return None
        return self.guests[guest]

    def _receive_control(self, seconds: float) -> bool:
        """Take note of the next message from the fork server: it is ready, or a guest has ended.

        Returns whether there was one: False if none comes or the fork server has ended.
        """
        if self.control is None or not select.select([self.control], [], [], seconds)[0]:
            return False
        try:
            text, descriptors, *_ = socket.recv_fds(self.control, 65536, 1)
        except OSError:
            text, descriptors = b"", []
        for descriptor in descriptors:  # it comes with the first message
            self.server = Process(descriptor)
        if not text:
            self._end_server()
            return False
        report = json.loads(text)
        if "guest" in report:
            code, cpu_seconds = int(report["code"]), float(report["cpu_seconds"])
            self.guests[report["guest"]] = Ended(code, cpu_seconds, report["memory"])
        else:
            self.ready = True
        return True

    def _end_server(self) -> None:
        """End the fork server. Where nothing else clears away what guests have left, it has time
        to do so; it ends by itself when the socket is closed.
        """
        if self.control is None:
            return
        self.control.close()
        server, self.control, self.server, self.ready = self.server, None, None, False
        following, self.next = self.next, None
        if following is not None:
            following.forget()
        self.guests.clear()
        if server is not None:
            server.end(self.isolation.clearing_seconds)
        if self.own_user:
            kill_processes_of(self.own_user)
            remove_files_of(self.own_user)

    def _start_zygote(self) -> ZygoteClient:
        """Start a zygote that is this sandbox's alone, in place of one that has ended."""
        self._end_zygote()
        self.own_zygote = Zygote(self.isolation, alone=not self.fork)
        return self.own_zygote.client

    def _end_zygote(self, patience: float | None = None) -> int | None:
        """End the zygote that is this sandbox's own, if there is one; returns its exit code."""
        if not self.fork:
            self.control, self.ready = None, False  # it is the zygote's socket
            self.guests.clear()
        zygote, self.own_zygote = self.own_zygote, None
        return zygote.close(patience) if zygote is not None else None
