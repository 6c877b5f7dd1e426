"""What commands read that grade: a dataset, and the zoo."""

from collections.abc import Iterable

import click

from ..datasets.catalogue import DEFAULT_CACHE, Data, DatasetError, load_chosen
from ..datasets.form import DIGITS_FORM, OUR_FORM, Form
from ..project import project_folder
from ..quality.written_for import fit
from ..quality.zoo import KINDS, Specimen, ZooError, read_zoo
from ..rubric.rubric import Rubric
from .exit import Refused


def read_data(option: str | None, rubric: Rubric) -> Data:
    """Read the dataset that `--data` or the rubric names; raises `Refused` without it."""
    try:
        return load_chosen(option, rubric.data, DEFAULT_CACHE, report=click.echo)
    except DatasetError as error:
        raise Refused(str(error)) from None


def read_data_of_zoo(rubric: Rubric) -> Data:
    """Read what the zoo is graded on: the embedded digits if the images are as these, else the
    dataset that the rubric names. Raises `Refused` without it.
    """
    return read_data("sample" if OUR_FORM == DIGITS_FORM else None, rubric)


def read_fitting_zoo(kinds: Iterable[str] = KINDS) -> list[Specimen]:
    """Read the specimens that fit the project's images and defaults, and print how many do not.

    Raises `Refused` where a specimen is not written as specimens are.
    """
    try:
        fitted = fit(read_zoo(project_folder("tests/zoo"), kinds))
    except ZooError as error:
        raise Refused(str(error)) from None
    for line in fitted.lines():
        click.echo(line)
    return fitted.specimens


def refuse_other_images(form: Form = OUR_FORM) -> None:
    """Raise `Refused` where the images are no digits: attacks are written for those."""
    if form != DIGITS_FORM:
        raise Refused(
            f"attacks are written for images of {DIGITS_FORM}, and grading.yml names images of"
            f" {form}. Take `data:` out, run `autograder release`, and ask again: the walls are the"
            " same for all data."
        )
