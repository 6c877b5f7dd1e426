"""One question of one submission: its guests, its exam, and the time that is left for it."""

import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from ..checking.check_data import CheckData
from ..checking.graded_submission import GradedSubmission
from ..network.bench.client import Bench
from ..network.bench.process import BenchError, Benches, BenchLimits, BenchProcess
from ..probing.nested_calls import Answer
from ..probing.questions import HOMES, QUESTIONS
from ..probing.student_error import Cause, StudentError
from ..project import GRADER_PACKAGE
from ..sandbox.guest import Guest, TimeLimit
from ..sandbox.sandbox import Sandbox
from ..sandbox.server import SandboxError
from ..text import hide_folders
from . import standins
from .check_inputs import CheckInputs
from .exam import ExamRun
from .setup import Draws

FUNCTIONS = {  # what probes call whose name and arguments do not name it
    "downloads": "load_mnist",
    "kept_graphs": "training_epoch",
    "shuffled_loader": "make_loader",
}


@dataclass(frozen=True)
class Mark:
    """The state of a question when a check began: attempts at the exam so far, the time, and the
    seconds that each function has used.
    """

    attempts: int
    time: float
    used: dict[str, float]


class QuestionRun:
    """Runs the probes of one question, in a guest that is opened when a check first needs one.

    A guest that has ended is replaced by a new one. The question's time ends `seconds` after it
    began; the time for which the sandbox was not ready does not count. Each function of the
    question has an equal part of these seconds, so that one that hangs costs its own checks only.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        benches: Benches,
        question: str,
        files: Mapping[str, bytes],
        drawn: Draws,
        seconds: float,
    ) -> None:
        self.sandbox = sandbox
        self.question = question
        self.files = files
        self.drawn = drawn
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds
        self.guest: Guest | None = None
        self.places = set[str]()  # where guests have had the submission
        self.own_seconds = 0.0  # in the student's code
        self.used = dict.fromkeys(QUESTIONS[question], 0.0)  # seconds, by function
        self.calls = 0
        self.inputs = drawn.public
        self._bench_process = BenchProcess(benches, self._bench_limits)
        self.bench = Bench(self._do_on_bench, drawn.secret.seed("trials"))
        self._exam: ExamRun | None = None

    @property
    def submission(self) -> GradedSubmission:
        """The submission as checks see it."""
        key = self.drawn.secret.derive("experiments").value
        return GradedSubmission(self._call, key, self.inputs.network_seed(), self.bench)

    @property
    def digits(self) -> CheckData:
        """Small data for checks."""
        return self.inputs.digits

    @property
    def generator(self) -> torch.Generator:
        """A new generator for what a check draws itself."""
        return self.inputs.generator()

    @property
    def exam(self) -> ExamRun:
        """The exam of this question, which its checks share."""
        if self._exam is None:
            self._exam = ExamRun(self.drawn.exam, self.question, self.submission)
        return self._exam

    @property
    def has_attempts(self) -> bool:
        """Whether the exam was taken."""
        return self._exam is not None and bool(self._exam.attempts)

    def begin_check(self, inputs: CheckInputs) -> None:
        """Begin a check on these inputs: its seeds do not depend on which checks came before."""
        self.calls = 0
        self.inputs = inputs

    def mark(self) -> Mark:
        """Return what `go_back` needs to put everything back as it is now."""
        attempts = len(self._exam.attempts) if self._exam else 0
        return Mark(attempts, time.monotonic(), dict(self.used))

    def go_back(self, mark: Mark) -> None:
        """Put everything back as it was when a check began, the time left included."""
        self.close()
        self.sandbox.server.wait_until_ready()
        if self._exam is not None:
            self._exam.forget_attempts_after(mark.attempts)
        self.deadline += time.monotonic() - mark.time
        self.used = dict(mark.used)

    def close(self) -> None:
        """End the guest and the bench; the next call opens another."""
        self._bench_process.close()
        if self.guest is not None:
            self.own_seconds += self.guest.own_seconds
            self.guest.close()
            self.guest = None

    def take_output(self) -> str:
        """Return what the student's code has printed since this was last called."""
        return self.guest.output.take() if self.guest else ""

    def hide_places(self, text: str) -> str:
        """Return a student's text without where things lie on this machine.

        Addresses of objects go, too, for they differ at every run.
        """
        files = self.sandbox.server.files
        others = {str(files), str(self.sandbox.isolation.folder_of(files)), str(GRADER_PACKAGE)}
        others |= {sys.prefix, sys.base_prefix, sys.base_exec_prefix}
        text = hide_folders(text, self.places, others)
        return re.sub(r"\b0x[0-9a-fA-F]{6,}\b", "0x…", text)

    def _bench_limits(self) -> BenchLimits:
        memory = self.sandbox.limits["memory_mb"]
        return BenchLimits(self.deadline, self.seconds, memory)

    def _do_on_bench(self, task: str, arguments: dict[str, Any]) -> Any:
        try:
            return self._bench_process(task, arguments)
        except BenchError as error:
            raise SandboxError(str(error)) from error

    def _call(self, probe: str, arguments: dict[str, Any], answer: Answer | None = None) -> Any:
        if self.guest is None or not self.guest.alive:
            self.close()
            begun = time.monotonic()
            self.sandbox.server.wait_until_ready()
            self.deadline += time.monotonic() - begun  # for that is no student's doing
            source = standins.sources(self.question)
            self.guest = self.sandbox.open(
                self.question, self.files, source, self.deadline, self.seconds
            )
            self.places.add(str(self.guest.place))
        self.calls += 1
        seed = self.inputs.probe_seed(self.calls)
        name = function_of(probe, arguments)
        limit = self._limit(name)
        begun = time.monotonic()
        try:
            return self.guest.call(probe, arguments, seed, answer, limit)
        finally:
            if name in self.used:
                self.used[name] += time.monotonic() - begun

    def _limit(self, name: str) -> TimeLimit | None:
        """Return when a call of this function must have ended; None if with the question.

        Raises `StudentError` if the function has used up its part of the time.
        """
        if name not in self.used or len(self.used) == 1:
            return None
        part = self.seconds / len(self.used)
        over = {"hint": "process.function-time", "name": name, "seconds": part}
        deadline = time.monotonic() + part - self.used[name]
        if self.used[name] >= part:
            raise StudentError(over, cause=Cause.TIME)
        return TimeLimit(deadline, over) if deadline <= self.deadline else None


def function_of(probe: str, arguments: Mapping[str, Any]) -> str:
    """Return the name of the student's function that a probe calls; "" if the name is unknown."""
    named = arguments.get("name") or FUNCTIONS.get(probe) or probe.removeprefix("call ")
    return named if named in HOMES else ""
