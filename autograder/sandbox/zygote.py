"""Starts the zygote in the sandbox, from outside, and asks it for fork servers.

Importing PyTorch takes seconds and hundreds of megabytes. The zygote does it once, however many
graders work side by side: each is given a fork server that is forked from it.
"""

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ..inside import confinement
from ..scratch import Scratch
from .levels.base import Isolation

OWN_PACKAGES = ("probing", "inside")


class ZygoteChild:
    """A process that may be another's child, known by the descriptor that it sent of itself."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        lines = Path(f"/proc/self/fdinfo/{descriptor}").read_text().splitlines()
        self.pid = next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))

    def end(self, patience: float) -> None:
        """Wait until it has ended, and kill it when that takes longer than `patience` seconds."""
        if not select.select([self.descriptor], [], [], patience)[0]:
            with contextlib.suppress(ProcessLookupError):  # it has ended just now
                signal.pidfd_send_signal(self.descriptor, signal.SIGKILL)
            select.select([self.descriptor], [], [])
        os.close(self.descriptor)


@dataclass(frozen=True)
class ZygoteClient:
    """Where fork servers are to be had: a zygote's socket, and the files that it sees.

    It can be handed to other processes, which then have a fork server each from one zygote.
    """

    requests: socket.socket
    files: Path

    def fork(self, control: socket.socket) -> bool:
        """Ask for a fork server that serves this socket, and says there when it is ready.

        Returns whether the zygote took note: False if it has ended.
        """
        try:
            socket.send_fds(self.requests, [b"{}"], [control.fileno()])
        except OSError:
            return False
        return True

    def log(self) -> str:
        """Return what the zygote and its fork servers have printed of their own troubles."""
        return (self.files / "log").read_text(errors="replace").strip()[-2000:]


class Zygote:
    """The process in the sandbox that has imported PyTorch, or will have, until it is closed.

    With `alone`, for systems where fork is unsafe, it becomes a guest itself.
    """

    def __init__(self, isolation: Isolation, alone: bool = False) -> None:
        self.isolation = isolation
        if not isolation.namespaces:
            confinement.keep_private()  # for guests may be of the same user, and see this process
        self.scratch = Scratch()
        try:
            self.client = self._start(self.scratch.folder / "files", alone)
        except BaseException:
            self.scratch.close()
            raise

    def close(self, patience: float | None = None) -> int:
        """End the process, after `patience` seconds by force, and remove its files; returns its
        exit code, or minus the signal that ended it."""
        if patience is None:
            patience = self.isolation.clearing_seconds
        self.client.requests.close()
        try:
            self.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
        code = self.process.wait()
        self.scratch.close()
        # bubblewrap ends with 128 plus the signal that has ended what it ran.
        return 128 - code if self.isolation.namespaces and code > 128 else code

    def _start(self, files: Path, alone: bool) -> ZygoteClient:
        _copy_own_files(files)
        # Whole messages, where the system has such sockets; elsewhere there is only one message.
        kind = socket.SOCK_STREAM if alone else socket.SOCK_SEQPACKET
        ours, theirs = socket.socketpair(type=kind)
        script = (
            f"import sys; sys.path.insert(0, {str(self.isolation.folder_of(files))!r});"
            "sys.dont_write_bytecode = True; from autograder.inside.fork_server import main; main()"
        )
        python = os.path.abspath(sys.executable)  # without `..`, as its prefixes are bound
        program = [python, "-I", "-c", script, str(theirs.fileno()), *["alone"] * alone]
        with theirs, open(files / "log", "wb") as log:
            self.process = subprocess.Popen(
                self.isolation.command(program, files),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[theirs.fileno()],
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )
        return ZygoteClient(ours, files)


def _environment() -> dict[str, str]:
    """Return all that a guest sees of the environment."""
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


def _copy_own_files(files: Path) -> None:
    """Copy what runs inside, and nothing else of ours, into the folder that is seen there."""
    source = Path(__file__).resolve().parents[1]
    own = [path for name in OWN_PACKAGES for path in (source / name).rglob("*.py")]
    for path in [source / "__init__.py", *own]:
        target = files / "autograder" / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for path in [files, *files.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
