"""Show which datasets are there."""

import click
from rich.console import Console
from rich.table import Table

from ..datasets.cache import status


@click.command(help=__doc__)
def command() -> None:
    """Print a row for each dataset."""
    table = Table("data", "there", "images", "MB", "folder", "what to do", box=None)
    for row in status():
        there, size = "yes" if row.present else "no", f"{row.size / 1e6:.1f}"
        table.add_row(row.name, there, f"{row.images:,}", size, str(row.folder), row.advice)
    Console().print(table)
