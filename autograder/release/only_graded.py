"""What is graded and cannot be checked at home: said once, in the docstrings of hidden checks.

The first line of such a docstring is the check's name on the report, the rest is for students: it
stands in the handout and at the end of what their pytest prints.
"""

import ast
from pathlib import Path

from ..language import translations
from ..rubric.rubric import Rubric
from .handout import ReleaseError

OnlyGraded = dict[str, list[str]]  # a sentence for each hidden check, by question


def only_graded(checks: Path, rubric: Rubric) -> OnlyGraded:
    """Return what students are told of the rubric's hidden checks; raises `ReleaseError`."""
    sentences: OnlyGraded = {}
    say = translations(rubric.language).gettext
    for question in rubric.questions:
        names = [check.name for check in question.checks if check.group == "hidden"]
        if names:
            docstrings = _docstrings(checks / "hidden" / f"test_{question.id}.py")
            sentences[question.id] = [
                say(_sentence(question.id, name, docstrings)) for name in names
            ]
    return sentences


def as_markdown(sentences: OnlyGraded) -> str:
    """Return it as a list, a question a line, for the handout."""
    return "\n".join(
        f"- **{question}:** {' '.join(lines)}" for question, lines in sentences.items()
    )


def _docstrings(path: Path) -> dict[str, str]:
    functions = ast.parse(path.read_text("utf-8")).body
    return {
        one.name: ast.get_docstring(one) or ""
        for one in functions
        if isinstance(one, ast.FunctionDef)
    }


def _sentence(question: str, name: str, docstrings: dict[str, str]) -> str:
    sentence = " ".join(docstrings.get(name, "").partition("\n")[2].split())
    if not sentence:
        raise ReleaseError(
            f"The docstring of the hidden check {question}, {name}, does not say below its first"
            " line what students are told of it."
        )
    return sentence
