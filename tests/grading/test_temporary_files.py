"""Temporary files: what killed graders have left is removed, and a full disk is no student's."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.datasets.catalogue import load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.sandbox import sandbox as host
from autograder.sandbox.isolation import choose
from autograder.scratch import Scratch
from support import SEED, SOLUTION


def statuses(grade: Any) -> set[str]:
    return {result.status for result in grade.results}


def test_the_folder_of_a_grader_at_work_is_left_alone_and_one_of_a_killed_grader_is_removed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "autograder-others").write_text("no folder")
    (tmp_path / "somebody-else").mkdir()
    child = os.fork()
    if child == 0:  # a grader that is killed while a student's folders cannot be read
        scratch = Scratch()
        (scratch.folder / "guest-1" / "locked").mkdir(parents=True)
        (scratch.folder / "guest-1" / "locked" / "file").write_text("x")
        (scratch.folder / "guest-1" / "link").symlink_to(tmp_path / "somebody-else")
        (scratch.folder / "guest-1" / "locked").chmod(0)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert len(list(tmp_path.glob("autograder-*"))) == 2
    with Scratch() as mine:
        with Scratch() as another:
            assert mine.is_dir() and another.is_dir()
        names = {path.name for path in tmp_path.iterdir()}
        assert names == {"autograder-others", "somebody-else", mine.name}
    assert not mine.exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 80 MB."""

    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can make a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 300_000])
def test_a_full_disk_is_a_fault_of_the_graders(
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    rubric: Any,
    submit: Callable[..., Path],
    left: int,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    code = "def cost_function(log_prob, labels):\n    open('big', 'wb').write(bytes(10**6))\n"
    writes = submit("writes", costs=code)
    with Grader(GradingSetup(rubric.only("q3"), load("sample"), choose("process"), SEED)) as grader:
        with open(small_disk / "filler", "wb", buffering=0) as filler, contextlib.suppress(OSError):
            while True:
                filler.write(bytes(2**16))
        os.truncate(small_disk / "filler", os.path.getsize(small_disk / "filler") - left)
        grade = grader.grade(writes, "writes")
        assert statuses(grade) == {"fault"}
        (small_disk / "filler").unlink()
        grade = grader.grade(writes, "writes")
        assert statuses(grade) == {"failed"}
        grade = grader.grade(SOLUTION, "after")
        assert statuses(grade) == {"passed"}
    assert host.LITTLE_DISK < 80 * 2**20
