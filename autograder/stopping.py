"""How a command ends when it is told to stop: by Ctrl-C, by a system that shuts down."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

import click

SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class Told(KeyboardInterrupt):
    """A signal that asks this process to stop; `number` says which."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.number = number


def stopped(message: str, cause: KeyboardInterrupt) -> click.exceptions.Exit:
    """Say that the command was told to stop; returns what ends it with a shell's exit code for
    that: 130 for Ctrl-C."""
    click.echo(message, err=True)
    return click.exceptions.Exit(128 + getattr(cause, "number", signal.SIGINT))


def stop(number: int, frame: FrameType | None) -> None:
    """The handler of a signal: unwinds what is going on, so that all is left in order."""
    signal.signal(number, signal.SIG_IGN)  # being told twice must not interrupt the unwinding
    raise Told(number)


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Let other signals that end a process do what Ctrl-C does: unwind, and leave nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = {number: signal.signal(number, stop) for number in SIGNALS}
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
