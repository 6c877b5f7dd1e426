"""The command that grades, killed, stopped or out of disk: results are whole and nothing stays."""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.classroom.signals import FROM_TERMINALS
from autograder.scratch import Scratch
from support import ROOT
from support.processes import Process, descendants, left_alive

SIZE = 30  # submissions of a class: enough for the grader to be still at it when it is stopped
WAIT = 240.0

pytestmark = pytest.mark.slow


class Run(NamedTuple):
    """A grader at work on a class, and where its results and its temporary files lie."""

    process: subprocess.Popen[str]
    out: Path
    temporary: Path

    def wait_for_results(self, count: int) -> None:
        """Wait until there are so many results."""
        deadline = time.monotonic() + WAIT
        while len(list(self.out.glob("[!.]*.json"))) < count:
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def kill(self, number: int) -> list[Process]:
        """Send a signal as it comes in real life; returns all processes that were at work."""
        everybody = descendants(self.process.pid)
        if number in FROM_TERMINALS:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return everybody


Start = Callable[..., Run]


@pytest.fixture
def start(tmp_path: Path, usual_signals: None) -> Iterator[Start]:
    """Start to grade q3 of a class that has written nothing yet."""
    runs = []
    for number in range(SIZE):
        shutil.copytree(ROOT / "assignment" / "digits", tmp_path / f"class/s{number:02}/digits")

    def begin(
        *options: str, out: Path | None = None, temporary: Path | None = None, size: int = SIZE
    ) -> Run:
        out = out or tmp_path / "out"
        temporary = temporary or tmp_path / "tmp"
        temporary.mkdir(exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "autograder.cli",
            "grade",
            *(str(tmp_path / "class" / f"s{number:02}") for number in range(size)),
        ]
        process = subprocess.Popen(
            [*command, "--out", str(out), "--only", "q3", "--seed", "1", *options],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(temporary), "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        runs.append(process)
        return Run(process, out, temporary)

    yield begin
    for process in runs:
        process.kill()
        process.communicate()


def whole_results(out: Path) -> set[str]:
    """The names of all results in a folder, which must be whole."""
    results = {path.stem: json.loads(path.read_text("utf-8")) for path in out.glob("[!.]*.json")}
    assert all(result["score"] == 0 and len(result["tests"]) > 3 for result in results.values())
    if (out / "grades.csv").exists():
        rows = list(csv.DictReader((out / "grades.csv").read_text("utf-8").splitlines()))
        assert {row["status"] for row in rows} <= {"graded"}
        assert {row["name"] for row in rows} <= results.keys()
        assert len(results) - len(rows) <= 1  # a result is written first, then the table
    return set(results)


@pytest.mark.parametrize(
    ("jobs", "least"), [("2", 0), ("2", 3), pytest.param("1", 2, marks=pytest.mark.full)]
)
def test_a_grader_that_is_killed_leaves_whole_results_and_no_process(
    start: Start, monkeypatch: pytest.MonkeyPatch, jobs: str, least: int
) -> None:
    run = start("--jobs", jobs)
    run.wait_for_results(least)
    while not least and len(descendants(run.process.pid)) < 5:  # graders that get ready
        assert run.process.poll() is None
        time.sleep(0.05)
    time.sleep(random.Random(least).uniform(0, 1 if least else 5))
    everybody = run.kill(signal.SIGKILL)
    assert left_alive(everybody) == []
    assert len(whole_results(run.out)) >= least
    monkeypatch.setattr(tempfile, "tempdir", str(run.temporary))
    Scratch().close()  # as the next grader does when it starts
    assert [path.name for path in run.temporary.glob("autograder-*")] == []


@pytest.mark.parametrize(
    ("jobs", "number", "code"),
    [
        ("2", signal.SIGINT, 130),
        ("1", signal.SIGINT, 130),
        pytest.param("2", signal.SIGTERM, 143, marks=pytest.mark.full),
        pytest.param("2", signal.SIGHUP, 129, marks=pytest.mark.full),
    ],
)
def test_a_grader_that_is_told_to_stop_stops_and_says_what_there_is(
    start: Start, jobs: str, number: int, code: int
) -> None:
    run = start("--jobs", jobs)
    run.wait_for_results(2)
    everybody = run.kill(number)
    begun = time.monotonic()
    _, message = run.process.communicate(timeout=60)
    assert run.process.returncode == code
    assert time.monotonic() - begun < 20
    assert left_alive(everybody) == []
    results = whole_results(run.out)
    assert 2 <= len(results) < SIZE
    assert message.startswith("Stopped: ") and len(message.splitlines()) == 1
    assert f" of {SIZE} grades, all whole, are in " in message
    assert list(run.temporary.glob("*autograder-*")) == []
    assert {one.name for one in run.out.glob(".*")} <= {".readings"}


def test_a_long_path_for_temporary_files_is_no_trouble(start: Start, tmp_path: Path) -> None:
    run = start("--jobs", "2", temporary=tmp_path / ("long" * 30), size=2)
    output, message = run.process.communicate(timeout=WAIT)
    assert run.process.returncode == 0, output + message
    assert len(whole_results(run.out)) == 2
    assert list(run.temporary.iterdir()) == []


def test_a_grader_that_is_stopped_before_it_begins_says_so(start: Start) -> None:
    run = start("--jobs", "2")
    assert run.process.stdout is not None
    run.process.stdout.readline()  # what it prints before it imports PyTorch
    everybody = run.kill(signal.SIGINT)
    _, message = run.process.communicate(timeout=60)
    assert run.process.returncode == 130
    assert message.startswith("Stopped")
    assert left_alive(everybody) == []
    assert list(run.temporary.glob("*autograder-*")) == []


@pytest.fixture
def mount() -> Iterator[Callable[[str], Path]]:
    """Mount a file system with these options."""
    place = Path(tempfile.mkdtemp(prefix="disk-"))

    def make(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        done = subprocess.run(command, capture_output=True, check=False)
        if os.geteuid() != 0 or done.returncode:
            pytest.skip("only root can mount a file system")
        return place

    yield make
    subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)
    place.rmdir()


def test_a_disk_that_fills_up_with_results_ends_with_3_and_keeps_them(
    start: Start, mount: Callable[[str], Path]
) -> None:
    out = mount("size=96k")
    run = start("--jobs", "2", out=out)
    _, message = run.process.communicate(timeout=WAIT)
    assert run.process.returncode == 3
    assert "Traceback" not in message
    assert f"results cannot be written in {out}: No space left on device." in message
    assert 0 < len(whole_results(out)) < SIZE
    assert {one.name for one in out.glob(".*")} <= {".readings"}
    assert list(run.temporary.glob("*autograder-*")) == []


def test_a_full_disk_for_temporary_files_ends_with_3(
    start: Start, mount: Callable[[str], Path]
) -> None:
    run = start("--jobs", "2", temporary=mount("size=40k"))
    _, message = run.process.communicate(timeout=WAIT)
    assert run.process.returncode == 3
    assert "Traceback" not in message
    assert "No space left on device" in message
    assert whole_results(run.out) == set()


def test_a_read_only_folder_for_results_is_told_before_anything_is_graded(
    start: Start, mount: Callable[[str], Path]
) -> None:
    out = mount("ro")
    run = start("--jobs", "2", out=out)
    output, message = run.process.communicate(timeout=WAIT)
    assert run.process.returncode == 2
    assert message.strip().endswith(f"results cannot be written in {out}: Read-only file system.")
    assert "points" not in output
