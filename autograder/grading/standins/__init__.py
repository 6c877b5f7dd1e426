"""The grader's own make_loader, MLP, cost_function and so on, sent to a guest as source.

While one question is graded, these stand in for what the student wrote for the others. A guest
gets only those its question needs, never the one that the question asks for, and the stand-ins are
written apart from the reference solution, which no guest sees. They share one namespace, in which
`DEFAULTS` has the solution's defaults, and the constants of `shape.py` stand.
"""

from functools import cache
from pathlib import Path

from ...probing.questions import STANDINS


@cache
def sources(question: str) -> dict[str, str]:
    """Return the sources a guest for `question` needs, by the file they are in."""
    folder = Path(__file__).parent
    return {name: (folder / f"{name}.py").read_text() for name in STANDINS[question]}
