"""The catalogue of whoever grades: the lines of hidden checks as well."""

from functools import cache

from ...probing.hints.catalogue import parts
from ...probing.hints.language import LANGUAGE
from .catalogue import Catalogue, catalogue
from .en import hidden


@cache
def graded(language: str) -> Catalogue:
    """Return the words of a language; what it does not have is English."""
    public = catalogue(language)
    own = [hidden, *parts(f"{__package__}.{language}", ["hidden"])]
    lines = {id: line for one in own for id, line in one.LINES.items()}
    return Catalogue({**public.lines, **lines}, public.concepts, public.phrases, public.rows)


GRADED = graded(LANGUAGE)
