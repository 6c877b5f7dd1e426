"""The catalogue of whoever grades: the lines of hidden checks as well."""

from .catalogue import ENGLISH, Catalogue
from .en.hidden import LINES

GRADED = Catalogue({**ENGLISH.lines, **LINES}, ENGLISH.concepts)
