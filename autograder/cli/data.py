"""Show and prepare datasets."""

import click

from .lazy import LazyGroup


@click.group(cls=LazyGroup, help=__doc__, modules={"fetch": "data_fetch", "status": "data_status"})
def command() -> None:
    """Hold the commands about datasets."""
