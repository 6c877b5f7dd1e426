"""What commands read that grade: the digits, of the form that specimens are written for."""

import click

from ..datasets.catalogue import DEFAULT_CACHE, Data, DatasetError, load_chosen
from ..datasets.form import DIGITS_FORM, Form
from ..probing.shape import CHANNELS, COLUMNS, NUM_CLASSES, ROWS
from ..rubric.rubric import Rubric
from .exit import Refused

FORM = Form(CHANNELS, ROWS, COLUMNS, NUM_CLASSES)


def read_data(option: str | None, rubric: Rubric) -> Data:
    """Read the dataset that `--data` or the rubric names; raises `Refused` without it."""
    try:
        return load_chosen(option, rubric.data, DEFAULT_CACHE, report=click.echo)
    except DatasetError as error:
        raise Refused(str(error)) from None


def refuse_other_images(command: str, form: Form = FORM) -> None:
    """Raise `Refused` where the images are no digits: the specimens of the zoo are written for
    those.
    """
    if form != DIGITS_FORM:
        raise Refused(
            f"`autograder {command}` grades specimens that are written for images of"
            f" {DIGITS_FORM}, and grading.yml names images of {form}. Take `data:` out, run"
            " `autograder release`, and ask again: the checks are the same for all data."
        )
