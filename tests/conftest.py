"""What the tests share: one warm sandbox a level, one grader, and small submissions."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # before PyTorch is imported

ROOT = Path(__file__).resolve().parents[1]
SEED = 20
LIMITS = {
    "wall_seconds": 60,
    "cpu_seconds": 60,
    "memory_mb": 600,
    "processes": 64,
    "open_files": 128,
    "file_mb": 20,
    "output_kb": 64,
}


@pytest.fixture(scope="session", params=["bwrap", "user", "process"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A warm sandbox of each level that is possible here."""
    from autograder.sandbox.isolation import IsolationError, choose
    from autograder.sandbox.sandbox import Sandbox

    try:
        isolation = choose(request.param)
    except IsolationError as error:
        pytest.skip(str(error))
    with Sandbox(isolation, LIMITS) as warm:
        yield warm


class Asking:
    """Asks code that stands in a student's file, through the probe that calls `chance_cost`."""

    def __init__(self, sandbox: Any) -> None:
        self.sandbox = sandbox

    @contextmanager
    def guest(self, body: str, top: str = "", **limits: int) -> Iterator[Any]:
        """Open a guest whose `chance_cost(**options)` has this body, under these limits."""
        function = f"def chance_cost(**options):\n{indent(body, '    ')}\n"
        files = {"digits/__init__.py": b"", "digits/evaluation.py": f"{top}\n{function}".encode()}
        usual = self.sandbox.limits
        self.sandbox.limits = usual | limits
        try:
            guest = self.sandbox.open("q5", files, {})
            try:
                yield guest
            finally:
                guest.close()
        finally:
            self.sandbox.limits = usual

    def __call__(self, body: str, top: str = "", **limits: int) -> Any:
        """What the body returns in a guest of its own."""
        with self.guest(body, top, **limits) as guest:
            return ask(guest)

    def told(self, body: str, top: str = "", **limits: int) -> str:
        """The hint for a body that fails."""
        from autograder.probing.student_error import StudentError

        with self.guest(body, top, **limits) as guest:
            with pytest.raises(StudentError) as caught:
                ask(guest)
            return caught.value.hint


def ask(guest: Any, **options: Any) -> Any:
    """Call the `chance_cost` of a guest."""
    return guest.call("chance_cost", {"options": options}, seed=0)


@pytest.fixture
def asking(sandbox: Any) -> Asking:
    """Asks code in a fresh guest of every level."""
    return Asking(sandbox)


@pytest.fixture(scope="session")
def rubric() -> Any:
    """The rubric as it is in the repository."""
    from autograder.rubric.rubric import load_rubric

    return load_rubric(ROOT / "grading.yml", ROOT / "autograder" / "checks")


@pytest.fixture(scope="session")
def grader(rubric: Any) -> Iterator[Any]:
    """A grader on the embedded digits, at the best level of isolation at hand."""
    from autograder.datasets.catalogue import load
    from autograder.grading.grader import Grader
    from autograder.sandbox.isolation import choose

    with Grader(rubric, load("sample"), choose("auto"), SEED) as warm:
        yield warm


@pytest.fixture
def submit(tmp_path: Path) -> Callable[..., Path]:
    """Write a submission: the reference with some files, named without `digits/`, replaced."""

    def write(name: str = "student", **texts: str | None) -> Path:
        import shutil

        folder = tmp_path / name
        shutil.copytree(ROOT / "solution" / "digits", folder / "digits")
        for file, text in texts.items():
            path = folder / "digits" / f"{file}.py"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        return folder

    return write
