"""The grader's own make_loader, MLP, cost_function and so on, sent to a guest as source.

While one question is graded, these stand in for what the student wrote for the others. A guest
gets only those its question needs, never the one that the question asks for, and the stand-ins are
written apart from the reference solution, which no guest sees. They share one namespace.
"""

from functools import cache
from pathlib import Path

from ...probing.questions import NEEDS

ANSWERED = {"q7": ("q1", "q3", "answered")}  # the grader answers its stand-ins for q2, q4 and q5


@cache
def sources(question: str) -> dict[str, str]:
    """Return the sources a guest for `question` needs, by the file they are in."""
    folder = Path(__file__).parent
    return {name: (folder / f"{name}.py").read_text() for name in names(question)}


def names(question: str) -> tuple[str, ...]:
    """Return the names of the files with what stands in for what `question` needs, in order."""
    return ANSWERED.get(question, NEEDS[question])
