"""The rubric of the project, read once for all tests of a process."""

from functools import cache

from autograder.rubric.rubric import Rubric, load_rubric

from . import CHECKS, ROOT


@cache
def project_rubric(language: str | None = None) -> Rubric:
    """Return what `grading.yml` says, in its own language or in this one."""
    return load_rubric(ROOT / "grading.yml", CHECKS, language=language)
