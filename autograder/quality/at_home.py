"""Runs a student's own checks on specimens: by pytest, in the folder that students receive.

A process of its own, which is forked once PyTorch is imported, runs the checks of one specimen.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ..classroom.workers import worker_context
from ..files import write_files

SECONDS = 300  # for all public checks of one question, many times what they take


@dataclass(frozen=True)
class AtHome:
    """What a student sees of one question: a hint for each public check, "" where it is passed."""

    hints: Mapping[str, str]

    @property
    def first(self) -> str:
        """The first hint; "" if every check is passed."""
        return next(filter(None, self.hints.values()), "")


@dataclass(frozen=True)
class HomeJob:
    """The checks of a question, to be run in a copy of the `assignment` that holds `files`."""

    assignment: Path
    files: Mapping[str, bytes]
    question: str


class HomeRunner:
    """Runs jobs, several at a time, each in a process of its own; a context manager."""

    def __init__(self, processes: int = 1) -> None:
        context = worker_context("torch", "torchvision", __name__)
        self._pool = ProcessPoolExecutor(  # whose processes may have children, as at home
            processes, context, _begin, max_tasks_per_child=1
        )

    def __enter__(self) -> "HomeRunner":
        return self

    def __exit__(self, *raised: Any) -> None:
        self._pool.shutdown(cancel_futures=True)

    def run(self, jobs: list[HomeJob]) -> Iterator[AtHome]:
        """Yield what came of each job, in their order."""
        for future in [self._pool.submit(run_checks, job) for job in jobs]:
            yield future.result(SECONDS * len(jobs))


class _Reports:
    """A plugin of pytest's that keeps what the assignment's own conftest has written on reports."""

    def __init__(self) -> None:
        self.hints: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        name = report.nodeid.rpartition("::")[2]
        if report.when == "call" or report.failed:
            self.hints[name] = report.hint if report.failed else ""


def run_checks(job: HomeJob) -> AtHome:
    """Run a job in this process, which is good for nothing else afterwards."""
    with tempfile.TemporaryDirectory(prefix="home-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "assignment"
        shutil.copytree(job.assignment, home)
        write_files(home, job.files)
        os.chdir(home)
        sys.argv = ["pytest"]
        reports = _Reports()
        arguments = [f"--rootdir={home}", f"--config-file={home / 'pytest.ini'}", "--capture=fd"]
        quiet = ["-p", "no:cacheprovider", "--disable-plugin-autoload"]
        checks = f"tests/checks/test_{job.question}.py"
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            code = pytest.main([*arguments, *quiet, checks], plugins=[reports])
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            raise RuntimeError(f"pytest ended with {code!r} at home, over {checks}")
        return AtHome(reports.hints)


def _begin() -> None:
    """Be as a student's Python is: without what this repository puts there for its own tests."""
    for name in [name for name in os.environ if name.startswith("PYTEST")]:
        del os.environ[name]
    import torch  # noqa: PLC0415 - the process that imports this module need not have it

    torch.set_num_threads(1)
