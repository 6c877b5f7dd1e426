"""What commands read first, and how they end when it is not as it should be."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..project import CHECKS, ROOT

if TYPE_CHECKING:
    from ..datasets.catalogue import Data
    from ..rubric.rubric import Rubric

BAD_INPUT, OUR_FAULT = 2, 3


class Refused(click.ClickException):
    """Bad arguments, a bad grading.yml, or nothing to grade."""

    exit_code = BAD_INPUT


class Fault(click.ClickException):
    """The grader itself failed."""

    exit_code = OUR_FAULT


def project_folder(name: str) -> Path:
    """Return the project's folder `name`; `Refused` where only the package is installed."""
    folder = ROOT / name
    if not folder.is_dir():
        raise Refused(
            f"this needs the project's folder {name}/, which is not in {ROOT}: clone the project,"
            " and run it there after `make` or `pip install --editable .`"
        )
    return folder


def read_rubric() -> "Rubric":
    """The rubric in grading.yml; `Refused` where it is not as it should be."""
    from ..rubric.rubric import RubricError, load_rubric

    try:
        return load_rubric(ROOT / "grading.yml", CHECKS)
    except RubricError as error:
        raise Refused(str(error)) from None


def read_data(spec: str) -> "Data":
    """The dataset that `--data` names; `Refused` where it cannot be had."""
    from ..datasets.catalogue import DEFAULT_CACHE, DatasetError, load

    try:
        return load(spec, DEFAULT_CACHE, report=click.echo)
    except DatasetError as error:
        raise Refused(str(error)) from None
