"""Show and prepare datasets."""

import click
from rich.console import Console
from rich.table import Table

from ..datasets.catalogue import DEFAULT_CACHE, DatasetError, fetch_mnist, sample_root, status
from .exit import Refused


@click.group(help=__doc__)
def command() -> None:
    """Hold the commands about datasets."""


@command.command("status")
def show_data() -> None:
    """Show which datasets are there."""
    table = Table("data", "there", "images", "MB", "folder", "what to do", box=None)
    for row in status(DEFAULT_CACHE):
        there, size = "yes" if row.present else "no", f"{row.size / 1e6:.1f}"
        table.add_row(row.name, there, f"{row.images:,}", size, str(row.folder), row.advice)
    Console().print(table)


@command.command("fetch")
@click.option("--mirror", "mirrors", multiple=True, metavar="URL",
              help="Folder of the four archives; may be repeated.")  # fmt: skip
def fetch_data(mirrors: tuple[str, ...]) -> None:
    """Expand the embedded digits and download MNIST, where they are not there yet."""
    try:
        click.echo(f"the embedded digits are in {sample_root(DEFAULT_CACHE)}")
        click.echo(f"MNIST is in {fetch_mnist(DEFAULT_CACHE, mirrors, report=click.echo)}")
    except DatasetError as error:
        raise Refused(str(error)) from None
