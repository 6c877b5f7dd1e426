"""Rosters in, gradebooks and feedback out: the grades of a class in the form that an LMS takes.

Knows grades, the rubric and who handed in; knows nothing of how grading is done. Its face is
`exports.Export` and `feedback.Return`, and the names of the systems; what is special about one LMS
is a class in one file of `systems`.
"""

from pathlib import Path
from pkgutil import iter_modules


def system_names() -> list[str]:
    """Return the names of all systems, as given to --export, without importing them."""
    return sorted(module.name for module in iter_modules([str(Path(__file__).parent / "systems")]))
