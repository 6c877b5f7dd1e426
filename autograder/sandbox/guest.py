"""One guest, seen from outside: it is asked to run probes, listened to, and ended."""

import contextlib
import math
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..files import remove_folder
from ..inside.wire import Channel, WireClosed, WireError, WireTimeout
from ..probing.hints.catalogue import ENGLISH, Message
from ..probing.nested_calls import Answer
from ..probing.student_error import Cause, StudentError
from .captured_output import CapturedOutput
from .server import SETTLE_SECONDS, Ended, ForkServer, SandboxError

VMSTAT = Path("/proc/vmstat")  # what the kernel counts, also the kills for want of memory
ENDING_SECONDS = 2.0  # for one that has closed its wire to end by itself; mostly 1 ms suffices
LOST = "the sandbox was lost: its fork server has ended"
GUESTS_WORD = {  # the causes that a guest may give; the others are seen from outside
    Cause.ABSENT_MODULE,
    Cause.MEMORY,
    Cause.MISSING,
    Cause.RAISED,
    Cause.SYNTAX,
    Cause.UNWRITTEN,
    Cause.WRONG_ANSWER,
}


class GuestKilled(StudentError):
    """A guest was killed: by its own code, or by somebody outside, which nobody can tell apart."""


def out_of_memory_kills() -> int:
    """Return how many processes of this machine the kernel has killed for want of memory; 0 where
    it does not tell."""
    with contextlib.suppress(OSError):
        counts = dict(line.split() for line in VMSTAT.read_text().splitlines())
        return int(counts.get("oom_kill", 0))
    return 0


@dataclass(frozen=True)
class Opening:
    """What a guest is for: a question, the files of a submission, and the stand-ins by name.

    Its calls end at `deadline`, on the clock of `time.monotonic`; `seconds` are what the whole
    question may take.
    """

    question: str
    files: Mapping[str, bytes]
    standins: Mapping[str, str]
    deadline: float
    seconds: float


@dataclass(frozen=True)
class TimeLimit:
    """When a call must have ended, on the clock of `time.monotonic`, and the hint if it has not."""

    deadline: float
    over: Message


class Guest:
    """One question's process; `call` runs probes in it until its time is up or it ends.

    It is confined when it is made, or soon; `begin` gives it a submission.
    """

    def __init__(
        self,
        server: ForkServer,
        name: int,
        limits: Mapping[str, int],
        channel: Channel,
        output: int,
        place: Path,
    ) -> None:
        self.server = server
        self.name = name
        self.limits = limits
        self.channel = channel
        self.place = place  # where the submission lies, as the guest sees it
        self.limit = TimeLimit(0.0, "")  # of the calls that have none of their own
        self.number = self.kills_before = 0
        self.own_seconds = 0.0  # in the student's code, as the guest tells: for statistics only
        self.alive = True
        self.output = CapturedOutput(output, limits["output_kb"] * 1024)

    def begin(self, opening: Opening) -> None:
        """Wait until the guest is confined, send it the submission, and wait until it has that.

        Nothing of the submission is run here, so what fails is ours.
        """
        over = {"hint": "process.time", "seconds": opening.seconds}
        self.limit = TimeLimit(opening.deadline, over)
        self.kills_before = out_of_memory_kills()
        message = {
            "question": opening.question,
            "files": dict(opening.files),
            "standins": dict(opening.standins),
        }
        try:
            self.channel.receive(time.monotonic() + SETTLE_SECONDS)
            self.channel.send(message, time.monotonic() + SETTLE_SECONDS)
            self.channel.receive(time.monotonic() + SETTLE_SECONDS)
        except WireError as error:
            reason = self.output.take() or str(error)
            self.close()
            raise SandboxError(f"a guest could not be set up: {reason}") from None

    def call(
        self,
        probe: str,
        arguments: dict[str, Any],
        seed: int,
        answer: Answer | None = None,
        limit: TimeLimit | None = None,
    ) -> Any:
        """Run a probe and return its value; raises `StudentError` for whatever goes wrong.

        `answer` answers the calls that are nested in the probe; if None, it may make none. The
        `limit` is the question's if None.
        """
        if not self.alive:
            raise StudentError({"hint": "process.ended"}, cause=Cause.EXIT)
        self.number += 1
        request = {"number": self.number, "probe": probe, "arguments": arguments, "seed": seed}
        begun = time.monotonic()
        message = self._exchange(request, answer, limit or self.limit)
        seconds = message.get("seconds")
        if type(seconds) is float and 0 <= seconds <= time.monotonic() - begun:  # and no NaN
            self.own_seconds += seconds
        return self._read_value(message)

    def _exchange(
        self, request: dict[str, Any], answer: Answer | None, limit: TimeLimit
    ) -> dict[str, Any]:
        """Send a request, answer the calls nested in it, and return what comes in the end."""
        try:
            self.channel.send(request | {"asks": answer is not None}, limit.deadline)
            while True:
                message = self.channel.receive(limit.deadline)
                number = message.get("number") if isinstance(message, dict) else None
                if type(number) is not int or number != self.number:
                    raise self._refuse({"hint": "refused.nothing-asked"})
                if "ask" not in message:
                    return dict(message)
                if answer is None:
                    raise self._refuse({"hint": "refused.asks"})
                reply = {"number": self.number, "answer": answer(message["ask"])}
                self.channel.send(reply, limit.deadline)
        except StudentError:  # a question that no stand-in asks, or one too many
            self.close()
            raise
        except WireTimeout:
            self.close()
            if self.server.lost:  # and what the guest has started kept the wire open
                raise SandboxError(LOST) from None
            raise StudentError(limit.over, cause=Cause.TIME) from None
        except WireClosed:
            ended = self._wait(ENDING_SECONDS)
            raise self._failure(ended) from None
        except WireError as error:
            raise self._refuse(str(error)) from None

    def _read_value(self, message: dict[str, Any]) -> Any:
        """Return the value in a message; raises `StudentError` for the failure in it."""
        if "value" in message:
            return message["value"]
        failure, details, cause = (message.get(key) for key in ("message", "details", "cause"))
        if failure is None or not ENGLISH.has(failure) or not isinstance(details, str):
            raise self._refuse({"hint": "refused.hint"})
        if not isinstance(cause, str) or cause not in GUESTS_WORD:
            raise self._refuse({"hint": "refused.cause"})
        raise StudentError(failure, details, Cause(cause))

    def _refuse(self, why: Message) -> StudentError:
        """End the guest, and return what to raise for its answer."""
        self.close()
        refused = {"hint": "process.refused", "why": why}
        return StudentError(refused, cause=Cause.UNREADABLE_ANSWER)

    def close(self) -> None:
        """End the guest, whatever it is doing.

        Where it has namespaces of its own the kernel clears them away while we go on; elsewhere
        the next guest must not begin before all that this one has started is gone.
        """
        if self.alive:
            self.server.stop(self.name)
            if self.server.isolation.namespaces:
                self.forget()
            else:
                self._wait()

    def _wait(self, patience: float = math.inf) -> Ended:
        ended = self.server.wait(self.name, patience)
        self.forget()
        return ended

    def forget(self) -> None:
        """Let go of a guest that has ended, or that will end by itself."""
        self.alive = False
        self.channel.close()
        self.output.close()
        if not self.server.isolation.namespaces:
            remove_folder(self.place)

    def _failure(self, ended: Ended) -> Exception:
        """Return what to raise for a guest that has ended."""
        limit = self.limits["cpu_seconds"]
        if ended.code is None:
            return SandboxError(LOST)
        if ended.memory:
            memory = {"hint": "process.memory", "megabytes": self.limits["memory_mb"]}
            return StudentError(memory, cause=Cause.MEMORY)
        if ended.cpu_seconds >= limit - 1:
            return StudentError({"hint": "process.cpu", "seconds": limit}, cause=Cause.TIME)
        if ended.stopped and ended.code == -signal.SIGKILL:  # others were ending by themselves
            return StudentError({"hint": "process.closed"}, cause=Cause.UNREADABLE_ANSWER)
        if ended.code == -signal.SIGKILL:
            if out_of_memory_kills() != self.kills_before:
                return SandboxError("the memory of this machine is used up: processes were killed")
            return GuestKilled({"hint": "process.signal", "signal": 9}, cause=Cause.CRASH)
        if ended.code < 0:
            crashed = {"hint": "process.signal", "signal": -ended.code}
            return StudentError(crashed, cause=Cause.CRASH)
        return StudentError({"hint": "process.exit", "code": ended.code}, cause=Cause.EXIT)
