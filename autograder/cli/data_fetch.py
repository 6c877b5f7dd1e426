"""Expand the embedded digits and download MNIST, where they are not there yet."""

import click

from ..datasets.catalogue import DEFAULT_CACHE, DatasetError, fetch_mnist, sample_root
from .exit import Refused


@click.command(help=__doc__)
@click.option("--mirror", "mirrors", multiple=True, metavar="URL",
              help="Folder of the four archives; may be repeated.")  # fmt: skip
def command(mirrors: tuple[str, ...]) -> None:
    """Print where the datasets are, after fetching them."""
    try:
        click.echo(f"the embedded digits are in {sample_root(DEFAULT_CACHE)}")
        click.echo(f"MNIST is in {fetch_mnist(DEFAULT_CACHE, mirrors, report=click.echo)}")
    except DatasetError as error:
        raise Refused(str(error)) from None
