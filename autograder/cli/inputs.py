"""What every command reads first: the rubric. It does not import PyTorch, which takes seconds."""

from ..project import CHECKS, ROOT
from ..rubric.rubric import Rubric, RubricError, load_rubric
from .exit import Refused


def read_rubric(language: str | None = None) -> Rubric:
    """Read the rubric in grading.yml, told in a language; raises `Refused` where it is wrong."""
    try:
        return load_rubric(ROOT / "grading.yml", CHECKS, language=language)
    except RubricError as error:
        raise Refused(str(error)) from None
