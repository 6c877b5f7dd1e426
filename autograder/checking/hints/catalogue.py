"""The English words of all that students' own checks say: of the checks, and of what they run."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from ...probing.hints.catalogue import ENGLISH as OF_FAILURES
from ...probing.hints.catalogue import Catalogue, Hint, joined, shown
from ...probing.questions import QUESTIONS

__all__ = ["ENGLISH", "Catalogue", "Hint", "shown"]


def _parts(language: str) -> Iterator[ModuleType]:
    """Yield the words of a language: what questions share, and a file for each that has any."""
    for name in (f"{__package__}.{language}.{part}" for part in ("shared", *QUESTIONS)):
        if find_spec(name):
            yield import_module(name)


ENGLISH = Catalogue(
    joined([OF_FAILURES.lines, *(one.LINES for one in _parts("en"))]),
    joined([OF_FAILURES.concepts, *(one.CONCEPTS for one in _parts("en"))]),
)
