"""What an attack changes, connects to or leaves behind is seen: canaries, listeners, leftovers."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.quality.attacks.canaries import Canaries
from support import ROOT


@pytest.fixture
def canaries(tmp_path: Path) -> Iterator[Any]:
    """Canaries and listeners around a small repository."""
    (tmp_path / "autograder" / "checks" / "public").mkdir(parents=True)
    (tmp_path / "data_cache").mkdir()
    (tmp_path / "grading.yml").write_text("points: 1\n")
    (tmp_path / "autograder" / "checks" / "public" / "test_q1.py").write_text("")
    with Canaries(tmp_path, alone=False) as set_up:
        yield set_up


def known(canaries: Any) -> dict[str, Any]:
    """What an attacker is told."""
    target: dict[str, Any] = {}
    exec(canaries.target(), target)
    return target


def break_canary(target: dict[str, Any]) -> None:
    Path(target["RESULTS"], "grades.csv").write_text("110\n")


def take_rights(target: dict[str, Any]) -> None:
    Path(target["SECRET_FILE"]).chmod(0)


def change_points(target: dict[str, Any]) -> None:
    Path(target["REPOSITORY"], "grading.yml").write_text("points: 100\n")


def leave_file(target: dict[str, Any]) -> None:
    Path("/tmp", f"{target['MARKER']}-left").write_text("")


def leave_folder(target: dict[str, Any]) -> None:
    Path(target["TEMPORARY"], "guest-left").mkdir()


def connect(kind: str) -> Callable[[dict[str, Any]], None]:
    def reach(target: dict[str, Any]) -> None:
        if kind == "UDP":
            with socket.socket(type=socket.SOCK_DGRAM) as one:
                one.sendto(b"x", ("127.0.0.1", target["UDP_PORT"]))
        elif kind == "TCP":
            socket.create_connection(("127.0.0.1", target["PORT"])).close()
        else:
            with socket.socket(socket.AF_UNIX) as one:
                one.connect(target["SOCKET" if kind == "unix" else "ABSTRACT_SOCKET"])
        time.sleep(0.5)

    return reach


@pytest.mark.parametrize(
    ("reach", "message"),
    [
        (break_canary, "the file grades.csv was changed"),
        (take_rights, "the file token was changed"),
        (change_points, "the file grading.yml was changed"),
        (leave_file, "files are left in tmp: mark"),
        (leave_folder, "files are left in tmp: guest-left"),
        (connect("TCP"), "the listener heard from it: TCP"),
        (connect("UDP"), "the listener heard from it: UDP"),
        (connect("unix"), "the listener heard from it: unix"),
        (connect("abstract unix"), "the listener heard from it: abstract unix"),
    ],
)
def test_a_canary_that_was_reached_is_seen_and_set_again(
    canaries: Any, reach: Callable[[dict[str, Any]], None], message: str
) -> None:
    before = canaries.state()
    assert list(canaries.problems(before)) == []
    reach(known(canaries))
    (found,) = canaries.problems(before)
    assert found.startswith(message)
    canaries.reset(before)
    assert list(canaries.problems(before)) == []


def test_a_file_of_somebody_else_is_neither_blamed_nor_removed(canaries: Any) -> None:
    before = canaries.state()
    other = canaries.repository / "autograder" / "new.py"
    other.write_text("")
    assert list(canaries.problems(before)) == []
    canaries.reset(before)
    assert other.is_file()


ORPHAN = """
import os, sys, time
sys.path.insert(0, {root!r})
from autograder.quality.attacks import leftovers
from autograder.inside.confinement import adopt_orphans
leftovers.SETTLE_SECONDS = 0.5
adopt_orphans()
warm = os.fork() or time.sleep(60) or os._exit(0)
print(len(leftovers.left_over(warm, 0)))
child = os.fork()
if child == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(60)
os.waitpid(child, 0)
left = leftovers.left_over(warm, 0)
print(len(left))
leftovers.end(left | {{warm}})
print(len(leftovers.living(os.getpid())))
"""


def test_a_process_that_outlives_its_parents_is_seen_and_ended() -> None:
    program = [sys.executable, "-c", ORPHAN.format(root=str(ROOT))]
    found = subprocess.run(program, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["0", "1", "0"]
