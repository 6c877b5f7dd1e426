"""How a command ends when it is told to stop: by Ctrl-C, by a system that shuts down."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

import click

FROM_TERMINALS = (signal.SIGINT, signal.SIGHUP)  # sent to a command's every process
SIGNALS = (*FROM_TERMINALS, signal.SIGTERM)


class Told(KeyboardInterrupt):
    """A signal that asks this process to stop; `number` says which.

    Ctrl-C raises it, too, and no bare `KeyboardInterrupt`: Python remembers one that passed
    through `exec`, as it does where modules are imported, and ends the process as if nobody had
    caught it.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def stopped(message: str, cause: KeyboardInterrupt) -> click.exceptions.Exit:
    """Say that the command was told to stop; returns what ends it with a shell's exit code for
    that: 130 for Ctrl-C."""
    click.echo(message, err=True)
    return click.exceptions.Exit(128 + getattr(cause, "number", signal.SIGINT))


def stop(number: int, frame: FrameType | None) -> None:
    """The handler of a signal: unwinds what is going on, so that all is left in order."""
    for other in SIGNALS:  # being told twice must not interrupt the unwinding
        signal.signal(other, signal.SIG_IGN)
    raise Told(number)


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Let the signals that end a process unwind it, so that it leaves nothing.

    What is ignored stays so: a command begun with `nohup` goes on when its terminal is closed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    kept = {number: signal.signal(number, stop) for number in heard}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


class Commands(click.Group):
    """Commands that can be stopped at any time."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say so when it was told to stop."""
        try:
            with orderly():
                return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise stopped("Stopped.", error) from None
