"""Expand the embedded digits and download MNIST or another dataset, where it is not there yet."""

import click

from ..datasets.catalogue import DEFAULT_CACHE, DatasetError, fetch, sample_root
from ..datasets.named import NAMED
from .exit import Refused


@click.command(help=__doc__)
@click.argument("name", default="mnist", type=click.Choice(list(NAMED)))
@click.option("--mirror", "mirrors", multiple=True, metavar="URL",
              help="Folder of the four archives; may be repeated.")  # fmt: skip
def command(name: str, mirrors: tuple[str, ...]) -> None:
    """Print where the datasets are, after fetching them."""
    dataset = NAMED[name]
    try:
        click.echo(f"the embedded digits are in {sample_root(DEFAULT_CACHE)}")
        raw = fetch(DEFAULT_CACHE, mirrors, click.echo, dataset)
        click.echo(f"{dataset.title} is in {raw}")
    except DatasetError as error:
        raise Refused(str(error)) from None
