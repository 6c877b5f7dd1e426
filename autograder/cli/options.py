"""Options that several commands have."""

from pathlib import Path

import click

from ..language import languages
from ..sandbox.isolation import LEVELS

PATH = click.Path(path_type=Path)
SEED = click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Repeats a grade exactly.")
ISOLATION = click.option(
    "--isolation",
    default="auto",
    show_default=True,
    type=click.Choice(["auto", *LEVELS]),
    help="How a student's code is shut in.",
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1), help="Graders at work side by side.  [default: one a core]"
)
DATA = click.option(
    "--data",
    metavar="NAME|DIR",
    help="sample, mnist, fashion-mnist, kmnist or a folder.  [default: what grading.yml names]",
)
LANGUAGE = click.option(
    "--language",
    type=click.Choice(languages()),
    help="What students read.  [default: as grading.yml says, else en]",
)
