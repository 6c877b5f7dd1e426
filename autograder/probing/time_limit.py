"""A time limit for one check in a student's own pytest, and what becomes of Ctrl-C meanwhile."""

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

AGAIN_SECONDS = 2.0  # seconds until code that has caught the exception is interrupted once more


class OutOfTime(BaseException):
    """Raised in the line that runs when the time is over; no `except Exception` catches it.

    `seconds` is how long the code was given.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not done after {seconds:g} s")
        self.seconds = seconds


@dataclass
class Stopped:
    """What has stopped a check, whether or not its code let the exception through."""

    out_of_time: bool = False
    interrupted: bool = False  # by Ctrl-C
    lifted: bool = False  # set from outside once somebody looks at it in a debugger: no limit then


@contextmanager
def limited(seconds: float) -> Iterator[Stopped]:
    """Raise `OutOfTime` in the code of this block after so many seconds, and `KeyboardInterrupt` on
    Ctrl-C; at its end, too, where that code has caught it. Zero seconds are no limit.

    PyTorch and the standard library may finish the call that they are in first. Only the main
    thread is interrupted; there is no limit elsewhere.
    """
    stopped = Stopped()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def interrupt(*_: Any) -> None:
        stopped.interrupted = not stopped.lifted  # a debugger goes on after Ctrl-C
        raise KeyboardInterrupt

    usual = signal.signal(signal.SIGINT, interrupt)
    stop = _with_alarm if hasattr(signal, "setitimer") else _with_thread
    try:
        with stop(stopped, seconds):
            yield stopped
        if stopped.interrupted:
            raise KeyboardInterrupt
        if stopped.out_of_time:
            raise OutOfTime(seconds)
    finally:
        signal.signal(signal.SIGINT, usual)


@contextmanager
def _with_alarm(stopped: Stopped, seconds: float) -> Iterator[None]:
    """Interrupt by an alarm, which also ends a wait, as for a lock or a process."""

    def ring(number: int, frame: FrameType | None) -> None:
        if stopped.lifted:
            return
        stopped.out_of_time = True
        raise OutOfTime(seconds)

    usual = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS if seconds else 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)


@contextmanager
def _with_thread(stopped: Stopped, seconds: float) -> Iterator[None]:
    """Interrupt from a thread, where there is no alarm (Windows)."""
    over = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        if stopped.out_of_time:
            raise OutOfTime(seconds)
        by_hand(number, frame)

    def watch() -> None:
        wait = seconds
        while not over.wait(wait) and not stopped.lifted:
            stopped.out_of_time = True
            _thread.interrupt_main()
            wait = AGAIN_SECONDS

    by_hand: Any = signal.signal(signal.SIGINT, interrupt)
    thread = threading.Thread(target=watch, daemon=True)
    if seconds:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if seconds:
            thread.join()
        signal.signal(signal.SIGINT, by_hand)
