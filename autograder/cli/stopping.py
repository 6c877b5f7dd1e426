"""How a command ends when a signal asks it to stop, such as Ctrl-C."""

import signal
from typing import Any

import click

from ..classroom.signals import orderly


class StoppableGroup(click.Group):
    """Commands that can be stopped at any time."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say so when it was asked to stop."""
        try:
            with orderly():
                return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise stopped("Stopped.", error) from None


def stopped(message: str, cause: KeyboardInterrupt) -> click.exceptions.Exit:
    """Say that the command was asked to stop; return what ends it with a shell's exit code for
    that: 130 for Ctrl-C."""
    click.echo(message, err=True)
    return click.exceptions.Exit(128 + getattr(cause, "number", signal.SIGINT))
