"""What the tests share: one warm sandbox a level, one grader, and small submissions."""

import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from support import LIMITS, ROOT, SEED, SOLUTION

STOPPING = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # before PyTorch is imported
os.environ["XDG_STATE_HOME"] = str(ROOT / "tests" / "support" / "state")  # so that seeds repeat
os.environ["A_SECRET_OF_THE_GRADER"] = "1"  # before a zygote is started, for no guest may see it


def pytest_report_header() -> str:
    """Say which part of the zoo is drawn."""
    from support.seeds import draw_seed

    return f"zoo: drawn by AUTOGRADER_ZOO_SEED={draw_seed()}, which stays until the code changes"


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was collected: thousands of tests, and PyTorch."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Take files for written as soon as the kernel has them: no test takes the power away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="session")
def zygotes() -> Iterator[Callable[[str], Any]]:
    """Return the process of a level that has imported PyTorch once for all sandboxes of the tests.

    Each is started when it is first asked for, which takes four seconds of the processor.
    """
    from autograder.sandbox.isolation import choose
    from autograder.sandbox.zygote import Zygote

    with ExitStack() as stack:
        yield cache(lambda level: stack.enter_context(closing(Zygote(choose(level)))))


@pytest.fixture(scope="session", params=["bwrap", "user", "process"])
def sandbox(request: pytest.FixtureRequest, zygotes: Callable[[str], Any]) -> Iterator[Any]:
    """A warm sandbox of each level that is possible here."""
    from autograder.sandbox.isolation import IsolationError, choose
    from autograder.sandbox.sandbox import Sandbox

    try:
        isolation = choose(request.param)
    except IsolationError as error:
        pytest.skip(str(error))
    with Sandbox(isolation, LIMITS, zygotes(isolation.level).client) as warm:
        yield warm


@pytest.fixture
def asking(sandbox: Any) -> Any:
    """Asks code in a fresh guest of every level."""
    from support.guests import Asking

    return Asking(sandbox)


@pytest.fixture(scope="session")
def rubric() -> Any:
    """The rubric as it is in the repository."""
    from support.rubrics import project_rubric

    return project_rubric()


@pytest.fixture(scope="session")
def zygote(zygotes: Callable[[str], Any]) -> Any:
    """The one of the best level of isolation at hand."""
    from autograder.sandbox.isolation import choose

    return zygotes(choose("auto").level)


@pytest.fixture(scope="session")
def bench_zygote() -> Iterator[Any]:
    """The process from which the benches of all graders of the tests are forked."""
    from autograder.network.bench.process import BenchZygote

    with closing(BenchZygote()) as started:
        yield started


@pytest.fixture(scope="session")
def grader(rubric: Any, zygote: Any, bench_zygote: Any) -> Iterator[Any]:
    """A grader on the embedded digits, at the best level of isolation at hand."""
    from autograder.datasets.catalogue import load
    from autograder.grading.grader import Grader
    from autograder.grading.setup import GradingSetup

    setup = GradingSetup(rubric, load("sample"), zygote.isolation, SEED)
    with Grader(setup, zygote.client, bench_zygote.client) as warm:
        yield warm


@pytest.fixture
def submit(tmp_path: Path) -> Callable[..., Path]:
    """Write a submission: the reference with some files, named without `digits/`, replaced."""

    def write(name: str = "student", **texts: str | None) -> Path:
        folder = tmp_path / name
        shutil.copytree(SOLUTION / "digits", folder / "digits")
        for file, text in texts.items():
            path = folder / "digits" / f"{file}.py"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def run(
    grader: Any, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Any]:
    """Run a command in this process, with the grader that is warm already."""
    from click.testing import CliRunner

    from autograder.classroom import pool
    from autograder.cli import commands

    @contextmanager
    def warm(setup: Any) -> Iterator[Any]:
        with monkeypatch.context() as patch:
            patch.setattr(grader, "setup", setup)
            yield grader

    def here(setup: Any, tasks: Any, jobs: int | None, progress: Any) -> Iterator[Any]:
        yield from pool.run_in_order(partial(pool.Grader, setup), tasks, progress)

    monkeypatch.setattr(pool, "Grader", warm)
    monkeypatch.setattr("autograder.classroom.run.grade_here", here)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))
    return lambda *words: CliRunner().invoke(commands.main, list(map(str, words)))


@pytest.fixture
def usual_signals() -> Iterator[None]:
    """Let signals do what they usually do, in processes that are started, too: `nohup` ignores
    SIGHUP."""
    usual = {number: signal.signal(number, signal.SIG_DFL) for number in STOPPING}
    yield
    for number, handler in usual.items():
        signal.signal(number, handler)
