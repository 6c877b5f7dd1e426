"""How a process that grades ends when a signal asks it to: it leaves everything in order."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import wait
from types import FrameType

FROM_TERMINALS = (signal.SIGINT, signal.SIGHUP)  # sent to a command's every process
SIGNALS = (*FROM_TERMINALS, signal.SIGTERM)
AGAIN_SECONDS = 0.01  # after which a request that was lost is made again


class StopRequest(KeyboardInterrupt):
    """A signal that asks this process to stop; `number` says which.

    Ctrl-C raises it, too, and no bare `KeyboardInterrupt`: Python remembers one that passed
    through `exec`, as it does where modules are imported, and ends the process as if nobody had
    caught it.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def stop(number: int, frame: FrameType | None) -> None:
    """Handle a signal: unwind what is going on, so that everything is left in order."""
    for other in SIGNALS:  # a second signal must not interrupt the unwinding
        signal.signal(other, signal.SIG_IGN)
    raise StopRequest(number)


def ask_again(number: int) -> None:
    """Raise `StopRequest` a little later: Python drops what is raised in a finalizer."""
    signal.signal(signal.SIGALRM, lambda _, frame: stop(number, frame))
    signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)


def end_with_parent() -> None:
    """End this process in order when the one that has begun it ends, however it does."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Let the signals that end a process unwind it, so that it leaves nothing.

    A signal that is ignored stays so: a command begun with `nohup` goes on when its terminal is
    closed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = sys.unraisablehook

    def hook(lost: "sys.UnraisableHookArgs") -> None:
        if isinstance(lost.exc_value, StopRequest):
            ask_again(lost.exc_value.number)
        else:
            usual(lost)

    heard = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in heard}
    before[signal.SIGALRM] = signal.getsignal(signal.SIGALRM)
    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = usual
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
