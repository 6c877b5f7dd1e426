"""The words of all that students' own checks say: of the checks, and of what they run."""

from functools import cache

from ...probing.hints.catalogue import Catalogue, Hint, joined, parts, rows_of, shown
from ...probing.hints.catalogue import catalogue as of_failures
from ...probing.hints.language import LANGUAGE
from ...probing.questions import QUESTIONS

__all__ = ["ENGLISH", "WORDS", "Catalogue", "Hint", "catalogue", "shown"]

PARTS = ("shared", *QUESTIONS)  # what questions share, and what each of them has


@cache
def catalogue(language: str) -> Catalogue:
    """Return the words of a language; what it does not have is English."""
    own = [one for name in ("en", language) for one in parts(f"{__package__}.{name}", PARTS)]
    failures = of_failures(language)
    return Catalogue(
        joined([failures.lines, *(one.LINES for one in own)]),
        joined([failures.concepts, *(one.CONCEPTS for one in own)]),
        failures.phrases,
        joined([failures.rows, rows_of(own)]),
    )


ENGLISH = catalogue("en")
WORDS = catalogue(LANGUAGE)
