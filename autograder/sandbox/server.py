"""A fork server, seen from outside: it forks guests, ends them, and tells how each has ended."""

import contextlib
import json
import math
import select
import socket
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..inside import confinement
from .clearing import kill_processes_of, remove_files_of
from .levels.base import Isolation
from .zygote import Zygote, ZygoteChild, ZygoteClient

START_SECONDS = 300.0  # importing PyTorch from a cold disk takes its time
STARTS = 2  # of a fork server that was killed before it was ready
SETTLE_SECONDS = 10.0  # for a guest to be set up or cleared away


class SandboxError(Exception):
    """The sandbox itself failed, through no fault of a submission."""


@dataclass(frozen=True)
class Ended:
    """How a guest ended: its exit code (minus the number of a signal), None if unknown; whether it
    was ended for want of `memory`; and whether it was `stopped` by us, because it did not end."""

    code: int | None
    cpu_seconds: float = 0.0
    memory: bool = False
    stopped: bool = False


class ForkServer:
    """Forks guests, from when it is first needed until it is closed; one that is lost is replaced.

    It comes from `zygote` if one is given, else, or when that has ended, from a zygote of its own.
    Without `fork`, where that is unsafe, each guest is a zygote that was started for it. `user` is
    the guests' if it is theirs alone: what they leave is known by it.
    """

    def __init__(
        self, isolation: Isolation, zygote: ZygoteClient | None, fork: bool, user: int | None
    ) -> None:
        self.isolation = isolation
        self.fork = fork
        self.user = user
        self.zygote = zygote
        self.own_zygote: Zygote | None = None
        self.control: socket.socket | None = None  # to the process, while there is one
        self.process: ZygoteChild | None = None  # once it is ready
        self.ready = False
        self.guests: dict[int, Ended | None] = {}  # how they ended; None up to then

    @property
    def lost(self) -> bool:
        """Whether it has ended by itself, and all guests with it."""
        return self.fork and self.control is None

    @property
    def files(self) -> Path:
        """The folder of what runs inside, as it is called outside."""
        assert self.zygote is not None
        return self.zygote.files

    def start(self) -> None:
        """Ask for the process, which begins to be there while the caller goes on."""
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

    def wait_until_ready(self) -> None:
        """Wait until it has imported PyTorch, and start it if need be.

        Raises `SandboxError` if it does not start; if it was killed meanwhile, another is started.
        """
        self._hear()  # whether it has ended meanwhile
        for _ in range(STARTS):
            if self.control is None:
                self.start()
            if not self.ready:
                self._receive(START_SECONDS)
            if self.ready:
                return
            if self.control is not None:
                self.end()
                break  # it is alive and silent
        log = self.zygote.log() if self.zygote else ""
        self._end_zygote()
        self.zygote = None  # the next one is not had from here
        raise SandboxError(f"the sandbox does not start: {log or 'it is silent'}")

    def fork_guest(self, message: dict[str, Any], descriptors: list[int]) -> None:
        """Have it fork a guest, which is told `message` and holds copies of the descriptors."""
        self._send(message, descriptors)
        self.guests[message["guest"]] = None

    def is_running(self, guest: int) -> bool:
        """Say whether a guest has not ended, as far as is known."""
        return guest in self.guests and self.guests[guest] is None

    def stop(self, guest: int) -> None:
        """End a guest without waiting for it."""
        if not self.fork:
            self._end_zygote()
        elif self.control is not None:
            with contextlib.suppress(SandboxError):  # then it has ended with its fork server
                self._send({"stop": guest}, [])

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
                if self.user:
                    remove_files_of(self.user)
                return replace(ended, stopped=stopped)
            self.stop(guest)
        self.end()
        return Ended(None)

    def forget(self, guest: int) -> None:
        """Wait until a guest of earlier has ended, if it was one of this process's, and forget it.

        Raises `SandboxError` where it does not end.
        """
        if guest in self.guests:
            if self._wait_for_end(guest, SETTLE_SECONDS) is None:
                self.end()
                raise SandboxError("what a guest has started does not end")
            del self.guests[guest]

    def end(self) -> None:
        """End the process, and with it all guests. Where nothing else clears away what guests have
        left, it has time to do so; it ends by itself when the socket is closed.
        """
        if self.control is None:
            return
        self.control.close()
        process, self.control, self.process, self.ready = self.process, None, None, False
        self.guests.clear()
        if process is not None:
            process.end(self.isolation.clearing_seconds)
        if self.user:
            kill_processes_of(self.user)
            remove_files_of(self.user)

    def close(self) -> None:
        """End it, and the zygote that is its own."""
        self.end()
        self._end_zygote()

    def _send(self, message: dict[str, Any], descriptors: list[int]) -> None:
        self._hear()
        if self.control is None:
            raise SandboxError("the sandbox has ended")
        try:
            socket.send_fds(self.control, [json.dumps(message).encode()], descriptors)
        except OSError as error:
            self.end()
            raise SandboxError(f"the sandbox has ended: {error}") from None

    def _hear(self) -> None:
        """Take note of all that it has sent; unread, that would fill the socket."""
        while self._receive(0):
            pass

    def _wait_for_end(self, guest: int, seconds: float) -> Ended | None:
        """Return how a guest ended; None if it does not, or its fork server is lost."""
        deadline = time.monotonic() + seconds
        while self.guests.get(guest) is None:
            if not self._receive(max(deadline - time.monotonic(), 0)):
                return None
        return self.guests[guest]

    def _receive(self, seconds: float) -> bool:
        """Take note of the next message: the process is ready, or a guest has ended.

        Returns whether there was one: False if none comes or the process has ended.
        """
        if self.control is None or not select.select([self.control], [], [], seconds)[0]:
            return False
        try:
            text, descriptors, *_ = socket.recv_fds(self.control, 65536, 1)
        except OSError:
            text, descriptors = b"", []
        for descriptor in descriptors:  # it comes with the first message
            self.process = ZygoteChild(descriptor)
        if not text:
            self.end()
            return False
        report = json.loads(text)
        if "guest" in report:
            code, cpu_seconds = int(report["code"]), float(report["cpu_seconds"])
            self.guests[report["guest"]] = Ended(code, cpu_seconds, report["memory"])
        else:
            self.ready = True
        return True

    def _start_zygote(self) -> ZygoteClient:
        """Start a zygote that is this one's alone, in place of one that has ended."""
        self._end_zygote()
        self.own_zygote = Zygote(self.isolation, alone=not self.fork)
        return self.own_zygote.client

    def _end_zygote(self, patience: float | None = None) -> int | None:
        """End the zygote that is its own, if there is one; returns its exit code."""
        if not self.fork:
            self.control, self.ready = None, False  # it is the zygote's socket
            self.guests.clear()
        zygote, self.own_zygote = self.own_zygote, None
        return zygote.close(patience) if zygote is not None else None
