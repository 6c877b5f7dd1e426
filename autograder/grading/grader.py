"""One submission, one grade: the rubric's checks, run by pytest over what the sandbox returns."""

import contextlib
import gc
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
import torch

from ..checking.check_data import Material, make_material
from ..checking.submission import Submission
from ..datasets.catalogue import Data
from ..datasets.embedded import load_sample
from ..intake.submissions import IntakeError, Submitted, read_submission
from ..probing.student_error import Cause, StudentError
from ..project import CHECKS, DIGITS, PACKAGE
from ..results.grade import CheckResult, Grade, Status
from ..results.picture_data import Evidence
from ..rubric.rubric import Check, Rubric
from ..sandbox.isolation import Isolation
from ..sandbox.levels.bwrap import INSIDE, WORK
from ..sandbox.sandbox import Sandbox
from ..sandbox.session import Guest, SandboxError
from ..sandbox.zygote import Nursery
from ..text import clean, hide_folders
from . import standins as parts
from .collect_pictures import gather, shown_digits
from .exam import Attempt, Sitting, make_exam
from .fingerprint import basis, key
from .retries import Losses

HINT, DETAILS, PRINTED = 600, 3000, 1000  # characters of each that a report keeps
PYTEST = [
    f"--rootdir={CHECKS}", f"--confcutdir={CHECKS}", f"--config-file={os.devnull}",
    "--import-mode=importlib", "--assert=plain", "-p", "no:terminal", "-p", "no:cacheprovider",
    "-p", "no:faulthandler", "-p", "no:unraisableexception", "-p", "no:threadexception",
    "-p", "no:warnings", "-p", "no:logging", "-p", "no:junitxml", "-p", "no:pastebin",
    "-p", "no:doctest", "-p", "no:unittest", "-p", "no:setuponly", "-p", "no:setupplan",
    "-p", "no:stepwise", "-p", "no:capture", "-p", "no:tmpdir",
]  # fmt: skip

Report = Callable[[str], None]  # told the id of a question when it begins


@dataclass(frozen=True)
class Unread:
    """A submission that could not be read, and why: a sentence for the student, or our `fault`
    with its traceback in `details`.
    """

    why: str
    fault: bool = False
    details: str = ""


class Grader:
    """Grades submissions one after the other, with one warm sandbox; a context manager.

    The sandbox comes from `nursery` where graders side by side share one.
    """

    def __init__(
        self,
        rubric: Rubric,
        data: Data,
        isolation: Isolation,
        seed: int,
        nursery: Nursery | None = None,
    ) -> None:
        self.rubric = rubric
        self.isolation = isolation
        torch.set_num_threads(1)
        self.sandbox = Sandbox(isolation, rubric.limits.model_dump(), nursery)
        self.data = data
        try:
            self.sandbox.start()  # imports PyTorch while the data are prepared here
            self.basis = basis(rubric, data)
            self.set_seed(seed)
        except BaseException:
            self.sandbox.close()
            raise
        gc.freeze()  # PyTorch's objects stay; going through them takes long, again and again

    def set_seed(self, seed: int) -> None:
        """Prepare exam and material from this seed, for the submissions that follow."""
        self.seed = seed
        _, entry = self.rubric.exam_for(self.data.name)
        self.exam = make_exam(self.data, entry, seed)
        sample = load_sample(DIGITS)
        self.material = make_material(sample, seed)
        self.shown = shown_digits(self.data, self.exam, sample)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.sandbox.close()

    def grade(self, path: Path, name: str, report: Report = lambda question: None) -> Grade:
        """Grade the submission at `path`, a folder or archive, as `name`."""
        return self.grade_read(name, try_to_read(path, name), report)

    def grade_read(self, name: str, read: Submitted | Unread, report: Report) -> Grade:
        """Grade what `try_to_read` returned. Of what intake refuses no check passes."""
        if isinstance(read, Submitted):
            return self.grade_files(read, report)
        if read.fault:
            results = self._all("fault", read.why, read.details)
            return self._grade_of(name, time.monotonic(), results)
        results = self._all("failed", read.why, cause=Cause.UNREADABLE_SUBMISSION)
        return self._grade_of(name, time.monotonic(), results, note=read.why)

    def grade_files(self, submitted: Submitted, report: Report = lambda question: None) -> Grade:
        """Grade a submission that has been read."""
        self._wait_for_sandbox()  # PyTorch's import is not the student's time
        start = time.monotonic()
        try:
            examiner = self._examine(submitted.files, report)
            best = examiner.best
            more: dict[str, Any] = {
                "own_seconds": examiner.own_seconds,
                "accuracies": {question: attempt.accuracy for question, attempt in best.items()},
                "second_tries": examiner.second_tries(),
                "evidence": gather(best, self.shown) if best else Evidence(),
            }
            results = examiner.all_results()
        except Exception as error:  # noqa: BLE001 - ours, and the next one is to be graded
            results, more = self._all("fault", *_hint_and_details(error)), {}
        depends_on = key(self.basis, submitted.files)
        return self._grade_of(
            submitted.name, start, results, note=submitted.note, key=depends_on, **more
        )

    def _wait_for_sandbox(self) -> None:
        with contextlib.suppress(SandboxError):  # the first check says so
            self.sandbox.wait_until_ready()

    def _all(
        self, status: Status, hint: str, details: str = "", cause: Cause | None = None
    ) -> list[CheckResult]:
        return [CheckResult(check, status, hint, details, cause) for check in self.rubric.checks]

    def _grade_of(
        self, name: str, start: float, results: Sequence[CheckResult], **more: Any
    ) -> Grade:
        return Grade(
            name=name,
            title=self.rubric.title,
            results=tuple(results),
            seed=self.seed,
            data=self.data.name,
            isolation=self.isolation.level,
            seconds=time.monotonic() - start,
            questions=self.rubric.questions,
            **more,
        )

    def _examine(self, files: Mapping[str, bytes], report: Report) -> "Examiner":
        examiner = Examiner(self, self.rubric.checks, files, report)
        try:
            run_pytest(list(examiner.checks), examiner, examiner.losses)
        finally:
            examiner.close_guest()
        return examiner


def try_to_read(path: Path, name: str) -> Submitted | Unread:
    """Read the submission at `path`, a folder or archive; never raises, for others follow it."""
    try:
        return read_submission(path, name)
    except IntakeError as error:
        return Unread(str(error))
    except Exception as error:  # noqa: BLE001 - ours, and the next one is to be graded
        hint, details = _hint_and_details(error)
        return Unread(hint, True, details)


def _hint_and_details(error: BaseException) -> tuple[str, str]:
    """Return what instructors are told about a failure of ours: its last line, its traceback."""
    if isinstance(error, SandboxError):
        return clean(str(error), DETAILS), ""
    hint = traceback.format_exception_only(error)[-1].strip()
    return clean(hint, HINT), clean("".join(traceback.format_exception(error)), DETAILS)


def fault(rubric: Rubric, data: str, isolation: Isolation, seed: int, name: str) -> Grade:
    """The grade of a submission at which the grader itself was lost, again and again."""
    said = "The grader ended while it was at this submission, more than once."
    return Grade(
        name=name,
        title=rubric.title,
        results=tuple(CheckResult(check, "fault", said) for check in rubric.checks),
        seed=seed,
        data=data,
        isolation=isolation.level,
        seconds=0.0,
        questions=rubric.questions,
    )


class Examiner:
    """A pytest plugin: gives the checks their fixtures and takes down what they say."""

    def __init__(
        self, grader: Grader, checks: list[Check], files: Mapping[str, bytes], report: Report
    ) -> None:
        self.grader = grader
        self.checks = {_node(check): check for check in checks}
        self.files = files
        self.report = report
        self.results: dict[Check, CheckResult] = {}
        self.question = ""
        self.deadline = 0.0
        self.guest: Guest | None = None
        self.sitting: Sitting | None = None
        self.best: dict[str, Attempt] = {}
        self.own_seconds = 0.0
        self.calls = 0
        self.losses = Losses(self, grader.sandbox)

    @pytest.fixture
    def submission(self, request: pytest.FixtureRequest) -> Submission:
        """The submission in a guest of the question's own; in a new one if that has ended."""
        return Submission(self._call)

    @pytest.fixture
    def digits(self) -> Material:
        """Small data for checks."""
        return self.grader.material

    @pytest.fixture
    def exam(self) -> Sitting:
        """The exam of this question; checks of one question share it."""
        if self.sitting is None:
            self.sitting = Sitting(self.grader.exam, self.question, Submission(self._call))
        return self.sitting

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin the question that this check belongs to, if it is another than before."""
        question = self.checks[_node_of(item)].question
        if question != self.question:
            self.close_guest()
            self.question, self.sitting = question, None
            self.report(question)
            self.deadline = time.monotonic() + self.grader.sandbox.limits["wall_seconds"]
        self.calls = 0  # a check's seeds do not depend on which checks came before

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Take down the result of a check; pytest's own report, which nobody reads, is slow."""
        assert call.when != "collect"
        check = self.checks[_node_of(item)]
        if call.excinfo is not None:
            self.results[check] = self._failed(check, call.excinfo.value)
        elif call.when == "call":
            self.results[check] = CheckResult(check, "passed")
        passed = call.excinfo is None
        return pytest.TestReport(
            item.nodeid, item.location, {}, "passed" if passed else "failed", None, call.when
        )

    def close_guest(self) -> None:
        """End the guest of the question that is over."""
        if self.sitting is not None and self.sitting.attempts:
            attempts = self.sitting.attempts
            self.best[self.question] = max(attempts, key=lambda attempt: attempt.accuracy)
        if self.guest is not None:
            self.own_seconds += self.guest.own_seconds
            self.guest.close()
            self.guest = None

    def all_results(self) -> list[CheckResult]:
        """A result for every check, in the rubric's order; of those that did not run, a fault."""
        silent = "the check did not run"
        return [
            self.results.get(check) or CheckResult(check, "fault", silent)
            for check in self.checks.values()
        ]

    def second_tries(self) -> tuple[str, ...]:
        """The numbers of the checks that were made again because the sandbox was lost."""
        return tuple(self.checks[node].number for node in self.losses.made_again)

    def _call(self, probe: str, arguments: dict[str, Any]) -> Any:
        if self.guest is None or not self.guest.alive:
            self.close_guest()
            source = parts.sources(self.question)
            sandbox, begun = self.grader.sandbox, time.monotonic()
            sandbox.wait_until_ready()
            self.deadline += time.monotonic() - begun  # for that is no student's doing
            self.guest = sandbox.open(self.question, self.files, source, self.deadline)
        self.calls += 1
        return self.guest.call(probe, arguments, self.grader.seed + self.calls)

    def _failed(self, check: Check, error: BaseException) -> CheckResult:
        printed = self.guest.printed.take() if self.guest else ""
        if isinstance(error, StudentError):
            hint, details, cause = error.hint, error.details, error.cause
        elif isinstance(error, AssertionError):
            hint, details, cause = str(error), "", Cause.WRONG_ANSWER
        else:
            return CheckResult(check, "fault", *_hint_and_details(error))
        if printed.strip():
            details = f"{details}\n\nYour code printed:\n{self._tidy(printed, PRINTED)}".strip()
        hint = " ".join(hint.split())  # one paragraph
        hint, details = self._tidy(hint, HINT), self._tidy(details, DETAILS)
        return CheckResult(check, "failed", hint, details, cause)

    def _tidy(self, text: str, limit: int) -> str:
        """A student's text as a report may hold it, without where things lie on this machine.

        Addresses go, too, for they differ at every run.
        """
        folder = self.guest.folder if self.guest else None
        others = {str(self.grader.sandbox.files), INSIDE, str(PACKAGE)}
        others |= {sys.prefix, sys.base_prefix, sys.base_exec_prefix}
        text = hide_folders(text, [str(folder or WORK)], others)
        return clean(re.sub(r"\b0x[0-9a-fA-F]{6,}\b", "0x…", text), limit)


def run_pytest(nodes: list[str], *plugins: object) -> None:
    """Run checks, named by file and function, in a pytest of their own with these plugins."""
    kept = {name: os.environ.pop(name, None) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        interruption = _Interruption()
        pytest.main([*PYTEST, *nodes], plugins=[*plugins, interruption])
        if interruption.error is not None:
            raise interruption.error
    finally:
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Interruption:
    """A pytest plugin that keeps Ctrl-C, of which pytest would tell nobody."""

    error: BaseException | None = None

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Called by pytest when it stops for one."""
        self.error = excinfo.value


def _node(check: Check) -> str:
    return f"{CHECKS / check.group / f'test_{check.question}.py'}::{check.name}"


def _node_of(item: pytest.Item) -> str:
    return f"{item.path}::{item.name}"
