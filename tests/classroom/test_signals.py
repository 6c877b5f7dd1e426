"""Signals that ask a command to stop: it does, and its exit code says which."""

import os
import signal
import subprocess
import sys
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
    with pytest.raises(StopRequest) as told, orderly():
        try:
            os.kill(os.getpid(), number)
        finally:
            for again in SIGNALS:
                os.kill(os.getpid(), again)
    assert told.value.number == number
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
