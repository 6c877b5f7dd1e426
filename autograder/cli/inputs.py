"""What commands read first: the rubric and the digits."""

import click

from ..datasets.catalogue import DEFAULT_CACHE, Data, DatasetError, load_chosen
from ..project import CHECKS, ROOT
from ..rubric.rubric import Rubric, RubricError, load_rubric
from .exit import Refused


def read_rubric(language: str | None = None) -> Rubric:
    """Read the rubric in grading.yml, told in a language; raises `Refused` where it is wrong."""
    try:
        return load_rubric(ROOT / "grading.yml", CHECKS, language=language)
    except RubricError as error:
        raise Refused(str(error)) from None


def read_data(option: str | None, rubric: Rubric) -> Data:
    """Read the dataset that `--data` or the rubric names; raises `Refused` without it."""
    try:
        return load_chosen(option, rubric.data, DEFAULT_CACHE, report=click.echo)
    except DatasetError as error:
        raise Refused(str(error)) from None
