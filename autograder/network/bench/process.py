"""A bench in a process of its own, from outside: forked from a zygote, asked, and listened to."""

import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...inside.processes import CAN_FORK
from ...inside.wire import Channel, NotSendable, WireError, WireTimeout
from ...probing.student_error import Cause
from ..graph import GraphError

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r});"
    "from autograder.network.bench.zygote import main;"
    "del sys.path[0];"  # all is imported, and what is on the path can be read
    "main()"
)
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
CLOSING_SECONDS = 5.0
PATIENCE = 2.0  # seconds for which a bench may outlive its deadline


class BenchError(Exception):
    """The bench itself failed, through no fault of a network."""


@dataclass(frozen=True)
class BenchLimits:
    """What the benches of a question may use: the time until `deadline`, on the clock of
    `time.monotonic`, of `seconds` in all; and memory beyond PyTorch's own.
    """

    deadline: float
    seconds: float
    memory_mb: int


@dataclass(frozen=True)
class BenchClient:
    """A zygote's socket. It can be handed to other processes, which then have their benches from
    one zygote.
    """

    requests: socket.socket

    @property
    def lost(self) -> bool:
        """Whether the zygote has ended: it says nothing, so what can be read is the end."""
        return bool(select.select([self.requests], [], [], 0)[0])

    def open(self) -> socket.socket:
        """Return the socket of a new bench; raises `BenchError`."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.requests, [b"{}"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise BenchError(f"the zygote of the bench has ended: {error}") from None
        return ours


class BenchZygote:
    """The process from which benches are forked, until it is closed."""

    def __init__(self) -> None:
        requests, self.process = start(alone=False)
        self.client = BenchClient(requests)

    def close(self) -> None:
        """End the process, and with it all benches."""
        self.client.requests.close()
        try:
            self.process.wait(CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Benches:
    """A grader's benches: from the zygote of `client` if one is given, else, or when that has
    ended, from a zygote of its own. Where fork is unsafe each is started anew.
    """

    def __init__(self, client: BenchClient | None = None, fork: bool = CAN_FORK) -> None:
        self.client = client
        self.fork = fork
        self.zygote: BenchZygote | None = None
        self.alone: list[subprocess.Popen[bytes]] = []

    @property
    def lost(self) -> bool:
        """Whether the zygote has ended, and all benches with it."""
        return self.client is not None and self.client.lost

    def start(self) -> None:
        """Have a zygote, which imports PyTorch while the caller goes on."""
        if self.fork and (self.client is None or self.client.lost):
            self.close()
            self.zygote = BenchZygote()
            self.client = self.zygote.client

    def open(self) -> socket.socket:
        """Return the socket of a new bench; raises `BenchError`."""
        self.start()
        if self.client is not None:
            return self.client.open()
        connection, process = start(alone=True)
        self.alone.append(process)
        return connection

    def close(self) -> None:
        """End the zygote, if it is this grader's own."""
        if self.zygote is not None:
            self.zygote.close()
        for process in self.alone:
            process.kill()
            process.wait()
        self.zygote = self.client = None
        self.alone.clear()


class BenchProcess:
    """Does tasks in a bench of its own, which is opened when it is first needed."""

    def __init__(self, benches: Benches, limits: Callable[[], BenchLimits]) -> None:
        self.benches = benches
        self.limits = limits
        self.channel: Channel | None = None

    def __call__(self, task: str, arguments: dict[str, Any]) -> Any:
        """Do a task. A network that does not go, or ends the bench, raises `GraphError`; what is
        ours `BenchError`.
        """
        limits = self.limits()
        deadline = limits.deadline
        request = {"task": task, "arguments": arguments, "deadline": deadline}
        try:
            if self.channel is None:
                self.channel = Channel(self.benches.open())
                self.channel.send({"memory_mb": limits.memory_mb})
            self.channel.send(request, deadline + PATIENCE)
            answer = self.channel.receive(deadline + PATIENCE)
        except NotSendable as error:
            raise GraphError({"hint": "graph.too-large", "error": str(error)}) from None
        except WireError as error:
            self.close()
            raise self._lost(error, limits) from None
        if "value" in answer:
            return answer["value"]
        raise GraphError(answer["message"], cause=Cause(answer["cause"]))

    def close(self) -> None:
        """End the bench; the next task opens another."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None

    def _lost(self, error: WireError, limits: BenchLimits) -> Exception:
        """Return what to raise for a bench that has ended or does not answer."""
        if time.monotonic() >= limits.deadline or isinstance(error, WireTimeout):
            return GraphError({"hint": "graph.time", "seconds": limits.seconds}, cause=Cause.TIME)
        if self.benches.lost:
            return BenchError("the zygote of the bench has ended")
        return GraphError({"hint": "graph.crashed"}, cause=Cause.CRASH)


def start(alone: bool) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start a zygote, or where fork is unsafe a single bench, and return its socket."""
    # Whole messages, where the system has such sockets.
    kind = socket.SOCK_STREAM if alone else socket.SOCK_SEQPACKET
    ours, theirs = socket.socketpair(type=kind)
    arguments = [str(theirs.fileno()), *["alone"] * alone]
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", SCRIPT, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=ENVIRONMENT,
            cwd="/",
        )
    return ours, process
