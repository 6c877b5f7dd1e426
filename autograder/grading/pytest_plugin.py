"""Runs checks by pytest: what gives them their fixtures, and what takes down their results."""

import os
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pytest
import torch

from ..checking.check_data import CheckData
from ..checking.graded_submission import GradedSubmission
from ..checking.hints.graded import GRADED
from ..checking.run_check import run_check
from ..network.bench.process import Benches
from ..probing.images import as_floats
from ..probing.student_error import StudentError
from ..project import CHECKS
from ..results.grade import MAX_HINT, MAX_PRINTED, CheckResult
from ..rubric.rubric import Check
from ..sandbox.sandbox import Sandbox
from ..sandbox.server import SandboxError
from ..text import clean
from .check_inputs import OTHER_DATA, CheckInputs, repeat
from .exam import Attempt, ExamRun
from .question_run import QuestionRun
from .retries import Retries
from .setup import Draws
from .words import plain_message

SILENT = "the check did not run"
PYTEST = [
    f"--rootdir={CHECKS}",
    f"--confcutdir={CHECKS}",
    f"--config-file={os.devnull}",
    "--disable-plugin-autoload",
    "--import-mode=importlib",
    "--assert=plain",  # a hint is the check's own message
    *("-p", "no:terminal"),  # it prints
    *("-p", "no:capture"),  # the grader's own progress is to be seen
    *("-p", "no:cacheprovider"),  # it writes into the folder of the checks
    *("-p", "no:unraisableexception"),  # it collects garbage five times, which takes 0.2 s
    # A pytest of all checks takes 0.06 s; without these, of which no check has a use, 0.01 s less.
    *("-p", "no:doctest"),
    *("-p", "no:faulthandler"),
    *("-p", "no:junitxml"),
    *("-p", "no:legacypath"),
    *("-p", "no:logging"),
    *("-p", "no:pastebin"),
    *("-p", "no:setuponly"),
    *("-p", "no:setupplan"),
    *("-p", "no:stepwise"),
    *("-p", "no:threadexception"),
    *("-p", "no:unittest"),
    *("-p", "no:warnings"),
]

Report = Callable[[str], None]  # called with the id of a question when it begins


class CheckPlugin:
    """A pytest plugin: gives the checks their fixtures and takes down their results."""

    def __init__(
        self,
        checks: Sequence[Check],
        sandbox: Sandbox,
        benches: Benches,
        files: Mapping[str, bytes],
        drawn: Draws,
        begin: Callable[[str], float],
    ) -> None:
        """Grade `files`; `begin` is called with each question that begins, and returns its time
        limit in seconds.
        """
        self.checks = {_node(check): check for check in checks}
        self.sandbox = sandbox
        self.benches = benches
        self.files = files
        self.drawn = drawn
        self.begin = begin
        self.results: dict[Check, CheckResult] = {}
        self.best: dict[str, Attempt] = {}  # of the exam's attempts, by question
        self.own_seconds = 0.0
        self.run_again: list[str] = []  # the numbers of checks
        self.interruption: BaseException | None = None
        self._run: QuestionRun | None = None
        self._retries: Retries | None = None

    @property
    def run(self) -> QuestionRun:
        """The question that is being graded."""
        assert self._run is not None
        return self._run

    @pytest.fixture
    def submission(self) -> GradedSubmission:
        """The submission in a guest of the question's own; in a new one if that has ended."""
        return self.run.submission

    @pytest.fixture
    def digits(self) -> CheckData:
        """Small data for checks."""
        return self.run.digits

    @pytest.fixture
    def generator(self) -> torch.Generator:
        """A generator for what a check draws itself."""
        return self.run.generator

    @pytest.fixture
    def exam(self) -> ExamRun:
        """The exam of this question; checks of one question share it."""
        return self.run.exam

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Choose the rubric's checks from all that their files hold, and put them in its order."""
        found = {_node_of(item): item for item in items}
        items[:] = [found[node] for node in self.checks if node in found]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin the question that this check belongs to, if it is another than before."""
        question = self._check_of(item).question
        if self._run is None or self._run.question != question:
            self.end_question()
            seconds = self.begin(question)
            self._run = QuestionRun(
                self.sandbox, self.benches, question, self.files, self.drawn, seconds
            )
            self._retries = Retries(self._run)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run a check."""
        assert self._retries is not None
        check = self._check_of(pyfuncitem)
        run = self._run_public if check.group == "public" else self._run_hidden
        self._retries(partial(run, pyfuncitem), partial(self.run_again.append, check.number))
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Take down the result of a check; pytest's own report, which nobody reads, is slow."""
        assert call.when != "collect"
        check = self._check_of(item)
        if call.excinfo is not None:
            self.results[check] = self._failed(check, call.excinfo.value)
        elif call.when == "call":
            self.results[check] = CheckResult(check, "passed")
        passed = call.excinfo is None
        return pytest.TestReport(
            item.nodeid, item.location, {}, "passed" if passed else "failed", None, call.when
        )

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Keep Ctrl-C, of which pytest would tell nobody."""
        self.interruption = excinfo.value

    def end_question(self) -> None:
        """End the question that is over, and its guest."""
        if self._run is not None:
            if self._run.has_attempts:
                self.best[self._run.question] = self._best(self._run.exam)
            self._run.close()
            self.own_seconds += self._run.own_seconds + self._run.bench.seconds
            self._run = None

    def _best(self, exam: ExamRun) -> Attempt:
        """Return the best attempt at an exam, with its output for pictures if possible."""
        try:
            return exam.best_on(as_floats(self.drawn.shown.digits.images))
        except SandboxError:  # a picture is not worth a grade
            return exam.best_so_far

    def all_results(self) -> list[CheckResult]:
        """Return a result for every check, in the rubric's order; a fault if it did not run."""
        return [
            self.results.get(check) or CheckResult(check, "fault", SILENT)
            for check in self.checks.values()
        ]

    def _run_public(self, item: pytest.Function) -> None:
        """Run a check as at home, and once it is passed again, on data from the secret."""
        self._run_on(self.drawn.public, item)
        if OTHER_DATA & item.funcargs.keys():
            question = self.run.question
            repeat(lambda number: self._run_on(self.drawn.inputs(question, number), item))

    def _run_hidden(self, item: pytest.Function) -> None:
        self._run_on(self.drawn.inputs(self.run.question), item)

    def _run_on(self, inputs: CheckInputs, item: pytest.Function) -> None:
        """Run a check; its fixtures are made anew, for another guest may have used them."""
        self.run.begin_check(inputs)
        run_check(item.obj, partial(getattr, self.run), GRADED, inputs.secret is None)

    def _check_of(self, item: pytest.Item) -> Check:
        return self.checks[_node_of(item)]

    def _failed(self, check: Check, error: BaseException) -> CheckResult:
        output = self.run.take_output()
        if isinstance(error, StudentError):
            hint = self.run.hide_places(" ".join(error.hint.split()))  # one paragraph
            return CheckResult(
                check, "failed", hint, self.run.hide_places(error.details), error.cause,
                look=error.look, example=error.example,
                printed=self.run.hide_places(clean(output, MAX_PRINTED)),
                message=plain_message(error.message, self._clean),
            )  # fmt: skip
        return CheckResult(check, "fault", *hint_and_details(error))

    def _clean(self, text: str) -> str:
        return clean(self.run.hide_places(text), MAX_HINT)


def run_checks(plugin: CheckPlugin) -> None:
    """Run a plugin's checks in a pytest of their own; raises what interrupts it, such as Ctrl-C."""
    files = dict.fromkeys(node.partition("::")[0] for node in plugin.checks)  # faster than by name
    try:
        pytest.main([*PYTEST, *files], plugins=[plugin])
    finally:
        plugin.end_question()
    if plugin.interruption is not None:
        raise plugin.interruption


def hint_and_details(error: BaseException) -> tuple[str, str]:
    """Return what instructors are shown of a failure of ours: its last line, its traceback."""
    if isinstance(error, SandboxError):
        return str(error), ""
    hint = traceback.format_exception_only(error)[-1].strip()
    return hint, "".join(traceback.format_exception(error))


def _node(check: Check) -> str:
    return f"{CHECKS / check.group / f'test_{check.question}.py'}::{check.name}"


def _node_of(item: pytest.Item) -> str:
    return f"{item.path}::{item.name}"
