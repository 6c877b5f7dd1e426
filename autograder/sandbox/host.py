"""Starts the sandbox, and opens and ends the guests in it, from outside."""

import contextlib
import json
import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .conversation import SETTLE_SECONDS, Ended, Guest, SandboxError
from .isolation import WORK, Isolation
from .wire import Channel

START_SECONDS = 300.0  # importing PyTorch from a cold disk takes its time
CLEARING_SECONDS = 5.0
MAX_ANSWER = 64 * 2**20
# Users that systems give to nobody. Each sandbox has one of its own, for the limit on processes is
# counted by user: guests side by side must not use up each other's.
FIRST_USER, USERS = 60_706, 478
OWN_FILES = (
    "__init__.py", "elsewhere.py", "failures.py", "tracing.py", "package.py", "probes.py",
    "cells.py", "statements.py", "sandbox/__init__.py", "sandbox/confinement.py",
    "sandbox/guest.py", "sandbox/landlock.py", "sandbox/seccomp.py", "sandbox/wire.py",
    "witness.py",
)  # fmt: skip


class Sandbox:
    """A warm parent in a sandbox, ready to fork guests; a context manager.

    `limits` are wall_seconds, cpu_seconds, memory_mb, processes, open_files, file_mb and
    output_kb, each for one guest. One guest is open at a time. `user` is whose rights guests have,
    if not those of the caller.
    """

    def __init__(
        self, isolation: Isolation, limits: Mapping[str, int], fork: bool | None = None
    ) -> None:
        self.isolation = isolation
        self.limits = dict(limits)
        self.fork = sys.platform.startswith("linux") if fork is None else fork
        self.files = Path(tempfile.mkdtemp(prefix="autograder-"))
        self.parent: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None
        self.opened = 0
        changes = isolation.changes_user
        self.user = FIRST_USER + secrets.randbelow(USERS) if changes else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the warm parent, which then imports PyTorch while the caller goes on."""
        self._copy_own_files()  # anew, lest a guest has changed them where it could
        # Whole messages, where the system has such sockets; elsewhere there is only one message.
        kind = socket.SOCK_SEQPACKET if self.fork else socket.SOCK_STREAM
        ours, theirs = socket.socketpair(type=kind)
        inside = self.isolation.folder_of(self.files)
        script = (
            f"import sys; sys.path.insert(0, {str(inside)!r}); sys.dont_write_bytecode = True;"
            "from autograder.sandbox.guest import main; main()"
        )
        program = [sys.executable, "-I", "-c", script, str(theirs.fileno())]
        with theirs, open(self.files / "log", "wb") as log:
            self.parent = subprocess.Popen(
                self.isolation.command(program, self.files),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[theirs.fileno()],
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )
        self.control = ours
        self.ready = False

    def close(self) -> None:
        """End the warm parent and whatever it has started, and remove its files."""
        self._end_parent()
        shutil.rmtree(self.files, ignore_errors=True)

    def open(
        self,
        question: str,
        files: Mapping[str, bytes],
        parts: Mapping[str, str],
        deadline: float | None = None,
    ) -> Guest:
        """Open a guest that holds these files of a submission, for one question.

        Its time ends at `deadline`, on the clock of `time.monotonic`; if None, after wall_seconds.
        """
        self.wait_until_ready()
        channel, theirs = socket.socketpair()
        output, their_output = os.pipe()
        private = self.isolation.private_folders() if self.isolation.namespaces else []
        folder = None if private else Path(tempfile.mkdtemp(prefix="guest-"))
        self.opened += 1
        message = {
            "guest": self.opened,
            "fork": self.fork,
            "private": private,
            "user": self.user,
            "same_user": self.isolation.level == "process",
            "limits": self.limits,
            "folder": str(folder or WORK),
        }
        with theirs:
            self._send_control(message, [theirs.fileno(), their_output])
        os.close(their_output)
        if deadline is None:
            deadline = time.monotonic() + self.limits["wall_seconds"]
        guest = Guest(self, self.opened, Channel(channel, MAX_ANSWER), output, folder, deadline)
        guest.begin(question, files, parts)
        return guest

    def stop(self, guest: int) -> None:
        """End a guest without waiting for it."""
        if not self.fork:
            self._end_parent()
        elif self.control is not None:
            with contextlib.suppress(SandboxError):  # then it has ended with its parent
                self._send_control({"stop": guest}, [])

    def wait(self, guest: int) -> Ended:
        """Wait until a guest has ended, or end it when it takes too long.

        Where the warm parent itself is lost it is ended too, and the next guest gets another.
        """
        if not self.fork:
            return Ended(self._end_parent(patience=SETTLE_SECONDS))
        for _ in range(2):
            report = self._receive_report(guest, SETTLE_SECONDS)
            if report is not None:
                return Ended(int(report["code"]), float(report["cpu_seconds"]))
            self.stop(guest)
        self._end_parent()
        return Ended(None)

    def wait_until_ready(self) -> None:
        """Wait until the warm parent has imported PyTorch, and start it if there is none."""
        if self.parent is None:
            self.start()
        if not self.ready:
            if self._receive_control(START_SECONDS) is None:
                log = (self.files / "log").read_text(errors="replace").strip()
                self._end_parent()
                raise SandboxError(f"the sandbox does not start: {log[-2000:] or 'it is silent'}")
            self.ready = True

    def _send_control(self, message: dict[str, Any], descriptors: list[int]) -> None:
        while self._receive_control(0) is not None:
            pass  # reports that nobody waited for would fill the socket
        if self.control is None:
            raise SandboxError("the sandbox has ended")
        try:
            socket.send_fds(self.control, [json.dumps(message).encode()], descriptors)
        except OSError as error:
            self._end_parent()
            raise SandboxError(f"the sandbox has ended: {error}") from None

    def _receive_report(self, guest: int, seconds: float) -> dict[str, Any] | None:
        deadline = time.monotonic() + seconds
        while (report := self._receive_control(max(deadline - time.monotonic(), 0))) is not None:
            if report.get("guest") == guest:
                return report
        return None

    def _receive_control(self, seconds: float) -> dict[str, Any] | None:
        """The next message from the warm parent; None if none comes or the parent has ended."""
        if self.control is None or not select.select([self.control], [], [], seconds)[0]:
            return None
        try:
            text = self.control.recv(65536)
        except OSError:
            text = b""
        if not text:
            self._end_parent()
            return None
        report: dict[str, Any] = json.loads(text)
        return report

    def _end_parent(self, patience: float | None = None) -> int | None:
        """End the warm parent. Where nothing else clears away what guests have left, it has time
        to do so; it ends by itself when the socket is closed.
        """
        if patience is None:
            patience = 0.2 if self.isolation.namespaces else CLEARING_SECONDS
        if self.parent is None or self.control is None:
            return None
        self.control.close()
        try:
            self.parent.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self.parent.kill()
        code = self.parent.wait()
        self.parent = self.control = None
        return code if code >= 0 else 128 - code

    def _copy_own_files(self) -> None:
        source = Path(__file__).resolve().parents[1]
        for name in OWN_FILES:
            target = self.files / "autograder" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target)
        for path in [self.files, *self.files.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)


def _environment() -> dict[str, str]:
    """All that a guest sees of the environment."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/tmp",
        "USER": "student",
        "LOGNAME": "student",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
    }
