"""One submission, one grade: the rubric's checks, run over what the sandbox returns."""

import contextlib
import gc
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import torch

from ..intake.submissions import IntakeError, Submitted, read_submission
from ..language.sentence import Sentence
from ..network.bench.process import BenchClient, Benches
from ..probing.questions import NETWORKS
from ..probing.student_error import Cause
from ..results.grade import CheckResult, Grade, Status
from ..results.picture_data import PictureData
from ..rubric.rubric import Rubric
from ..sandbox.sandbox import Sandbox
from ..sandbox.server import SandboxError
from ..sandbox.zygote import ZygoteClient
from .collect_pictures import collect_pictures
from .digests import unread_fingerprint
from .fingerprint import fingerprints, grader_digests
from .pytest_plugin import CheckPlugin, Report, hint_and_details, run_checks
from .setup import Draws, GradingSetup, Options, draw

USUAL_OPTIONS = Options()


@dataclass(frozen=True)
class Unread:
    """A submission that could not be read, and why: a sentence for the student, which `notes` hold
    as data, or our `fault` with its traceback in `details`. The `fingerprint` is of all that this
    depends on, if known.
    """

    why: str
    notes: tuple[Sentence, ...] = ()
    fault: bool = False
    details: str = ""
    fingerprint: str = ""


class Grader:
    """Grades submissions one after the other, with one warm sandbox; a context manager.

    The sandbox and the benches come from `zygote` and `bench` where graders work side by side.
    """

    def __init__(
        self,
        setup: GradingSetup,
        zygote: ZygoteClient | None = None,
        bench: BenchClient | None = None,
    ) -> None:
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):  # an instructor's own are not for grading
            os.environ.pop(name, None)
        self.setup = setup
        torch.set_num_threads(1)
        self.sandbox = Sandbox(setup.isolation, setup.rubric.limits.model_dump(), zygote)
        self.benches = Benches(bench)
        try:
            self.sandbox.server.start()  # imports PyTorch while the data are prepared here
            if {one.id for one in setup.rubric.questions} & NETWORKS.keys():
                self.benches.start()
            self._grader_digests = grader_digests(setup.rubric, setup.data)
            self._drawn = draw(setup, setup.seed)
        except BaseException:
            self.close()
            raise
        gc.freeze()  # PyTorch's objects stay; going through them takes long, again and again

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End the benches and the sandbox."""
        self.benches.close()
        self.sandbox.close()

    def drawn(self, seed: int | None = None) -> Draws:
        """Return what is drawn from a seed, by default the setup's."""
        seed = self.setup.seed if seed is None else seed
        if seed != self._drawn.seed:  # an exam takes a while to prepare
            self._drawn = draw(self.setup, seed)
        return self._drawn

    def grade(
        self,
        path: Path,
        name: str,
        options: Options = USUAL_OPTIONS,
        report: Report = lambda question: None,
    ) -> Grade:
        """Grade the submission at `path`, a folder or archive, as `name`.

        `report` is called with the id of each question when it begins.
        """
        return self.grade_read(name, try_to_read(path, name), options, report)

    def grade_read(
        self,
        name: str,
        read: Submitted | Unread,
        options: Options = USUAL_OPTIONS,
        report: Report = lambda question: None,
    ) -> Grade:
        """Grade what `try_to_read` returned. Of what intake refuses no check passes."""
        setup = self.setup.for_submission(options)
        if isinstance(read, Unread):
            return _grade_of_unread(name, read, setup)
        self._wait_for_sandbox()  # PyTorch's import is not the student's time
        begun = time.monotonic()
        results, more = self._grade_files(read, setup, options, report)
        now = {one.id: self._grader_digests[one.id] for one in setup.rubric.questions}
        return setup.grade(
            name,
            results,
            seconds=time.monotonic() - begun,
            note=read.note,
            notes=read.notes,
            fingerprints=fingerprints(now, read.files),
            **more,
        )

    def _grade_files(
        self, submitted: Submitted, setup: GradingSetup, options: Options, report: Report
    ) -> tuple[Sequence[CheckResult], dict[str, Any]]:
        """Grade a submission that has been read; return the results, and fields of its grade."""

        def begin(question: str) -> float:
            report(question)
            usual = setup.rubric.limits.wall_seconds
            return options.seconds(question) if options.seconds else usual

        try:
            drawn = self.drawn(setup.seed)
            checks = CheckPlugin(
                setup.rubric.checks, self.sandbox, self.benches, submitted.files, drawn, begin
            )
            run_checks(checks)
            best = checks.best
            return checks.all_results(), {
                "own_seconds": checks.own_seconds,
                "accuracies": {name: attempt.accuracy for name, attempt in best.items()},
                "retries": tuple(checks.run_again),
                "picture_data": collect_pictures(best, drawn.shown) if best else PictureData(),
            }
        except Exception as error:  # noqa: BLE001 - ours, and the next one is to be graded
            return _all(setup.rubric, "fault", *hint_and_details(error)), {}

    def _wait_for_sandbox(self) -> None:
        with contextlib.suppress(SandboxError):  # the first check says so
            self.sandbox.server.wait_until_ready()


def try_to_read(path: Path, name: str) -> Submitted | Unread:
    """Read the submission at `path`, a folder or archive; never raises, for others follow it."""
    try:
        return read_submission(path, name)
    except IntakeError as error:
        return Unread(str(error), (error.sentence,), fingerprint=unread_fingerprint(path))
    except Exception as error:  # noqa: BLE001 - ours, and the next one is to be graded
        hint, details = hint_and_details(error)
        return Unread(hint, fault=True, details=details)


def _grade_of_unread(name: str, read: Unread, setup: GradingSetup) -> Grade:
    """Return the grade of a submission that could not be read: no check has any part in it."""
    if read.fault:
        return setup.grade(name, _all(setup.rubric, "fault", read.why, read.details))
    results = _all(setup.rubric, "failed", read.why, cause=Cause.UNREADABLE_SUBMISSION)
    prints = {one.id: read.fingerprint for one in setup.rubric.questions if read.fingerprint}
    return setup.grade(name, results, note=read.why, notes=read.notes, fingerprints=prints)


def _all(
    rubric: Rubric, status: Status, hint: str, details: str = "", cause: Cause | None = None
) -> list[CheckResult]:
    return [CheckResult(check, status, hint, details, cause) for check in rubric.checks]
