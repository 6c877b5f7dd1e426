"""Signals that ask a command to stop: it does, and its exit code says which."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.classroom.signals import SIGNALS, StopRequest, orderly
from support import ROOT

pytestmark = pytest.mark.usefixtures("usual_signals")
COMMAND = """
import os, signal
import click
from autograder.cli.stopping import StoppableGroup

@click.group(cls=StoppableGroup)
def main():
    pass

@main.command()
@click.argument("number", type=int)
def work(number):
    exec("os.kill(os.getpid(), number)\\nwhile True: pass", globals(), {"number": number})

main()
"""


@pytest.mark.parametrize("number", SIGNALS)
def test_a_command_that_is_told_to_stop_wherever_it_is_ends_with_its_code(
    tmp_path: Path, number: int
) -> None:
    (tmp_path / "example.py").write_text(COMMAND, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "example", "work", str(int(number))],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, "", "Stopped.\n")


@pytest.mark.parametrize("number", SIGNALS)
def test_being_told_twice_does_not_interrupt_what_is_put_in_order(number: int) -> None:
    usual = signal.getsignal(number)
    with pytest.raises(StopRequest) as raised, orderly():
        try:
            os.kill(os.getpid(), number)
        finally:
            for again in SIGNALS:
                os.kill(os.getpid(), again)
    assert raised.value.number == number
    assert signal.getsignal(number) == usual


def test_a_signal_that_is_ignored_stays_so() -> None:
    usual = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as `nohup` does
    try:
        with orderly():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, usual)


class Finalized:
    """Is sent a signal while it is finalized, where Python drops what is raised."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        os.kill(os.getpid(), self.number)
        time.sleep(0.05)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_that_comes_while_something_is_finalized_is_not_lost(number: int) -> None:
    begun = time.monotonic()
    with pytest.raises(StopRequest) as caught, orderly():
        Finalized(number)
        time.sleep(20)
    assert caught.value.number == number
    assert time.monotonic() - begun < 10


def test_other_failures_of_finalizers_are_told_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    failures: list[object] = []
    usual, sys.unraisablehook = sys.unraisablehook, failures.append
    try:
        with orderly():
            Finalized(1000)  # no such signal
        assert sys.unraisablehook == failures.append
    finally:
        sys.unraisablehook = usual
    assert len(failures) == 1
