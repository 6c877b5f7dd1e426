"""What the tests of the release share: a rubric, a small solution, and lines nobody may read."""

import ast
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from autograder.probing.questions import NAMES
from autograder.release.assignment import BEGIN, END
from autograder.rubric.rubric import Budget, Check, ExamEntry, Limits, Question, Rubric

from . import SOLUTION

SOURCE = f'''\
"""q1: a file."""
import math  # noqa: F401


class Given:
    def answer(self):
        """The answer."""
        {BEGIN}
        # TODO q1: return "the" answer
        # because
        return 42

        {END}


x = 1  \t
{BEGIN}
# TODO q2: make y
y = 2
{END}
z = "é"'''
SKELETON = '''\
"""q1: a file."""
import math  # noqa: F401


class Given:
    def answer(self):
        """The answer."""
        # TODO q1: return "the" answer
        raise NotImplementedError("q1: return \\"the\\" answer")


x = 1  \t
# TODO q2: make y
raise NotImplementedError("q2: make y")
z = "é"'''


def make_rubric(points: float = 12.5, threshold: float = 0.85) -> Rubric:
    """Seven questions of one check each, and an exam for either dataset."""
    questions = []
    for number in range(1, 8):
        id, extra = f"q{number}", number == 7
        checks = (Check(id, "test_it", "It works", "public", points, "visible", id, extra),)
        questions.append(Question(id=id, title=id, extra=extra, checks=checks))
    training = Budget(epochs=1, batch_size=32, learning_rate=1e-3, threshold=threshold)
    exam = ExamEntry(
        measured="never", training_images=1, hidden_images=1, q2=training, q4=training, q6=training
    )
    limits = Limits.model_construct()
    exams = {"sample": exam, "mnist": exam}
    return Rubric(title="Digits", questions=tuple(questions), limits=limits, exams=exams)


RUBRIC = make_rubric()


def solution_lines(longer_than: int = 0) -> set[str]:
    """Every line of every solution, with and without the comment after it."""
    lines = set()
    for path in (SOLUTION / "digits").glob("*.py"):
        for body in re.findall(f"{BEGIN}\n(.*?){END}", path.read_text(encoding="utf-8"), re.DOTALL):
            code = [line.strip() for line in body.split("\n")]
            code = [line for line in code if line and not line.startswith("#")]
            lines |= {*code, *(without_comment(line) for line in code)}
    return {line for line in lines if len(line) > longer_than}


def without_comment(line: str) -> str:
    return re.sub(r"\s+#.*", "", line).strip()


SHORTEST_QUOTATION = 20  # characters of an expression, blanks aside, that only the reference has
NO_QUOTATIONS = {  # as anybody would write it
    "math.log(num_classes)",  # the public check of q5 says what guessing costs
    "nn.Linear(num_hidden,10)",  # a stand-in for q2
}


def quotations(files: Mapping[str, bytes]) -> list[str]:
    """Return where files, by their names, quote an expression of the reference, however spaced."""
    secrets = _expressions() - NO_QUOTATIONS
    assert len(secrets) > 60
    texts = {name: _without_blanks(_text(name, data)) for name, data in files.items()}
    return [f"{name}: {one}" for name, text in texts.items() for one in secrets if one in text]


@cache
def _expressions() -> frozenset[str]:
    """Return the expressions and statements of the solutions that say something, without blanks.

    Names alone say nothing, nor does a call of one of the assignment's functions with names.
    """
    found = set()
    for path in (SOLUTION / "digits").glob("*.py"):
        source = path.read_text("utf-8")
        lines = source.splitlines()
        begins = [number for number, line in enumerate(lines, 1) if line.strip() == BEGIN]
        ends = [number for number, line in enumerate(lines, 1) if line.strip() == END]
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.expr | ast.stmt) or _says_nothing(node):
                continue
            text = _without_blanks(ast.get_source_segment(source, node) or "")
            inside = any(
                begin < node.lineno and (node.end_lineno or 0) < end
                for begin, end in zip(begins, ends, strict=True)
            )
            if inside and len(text) >= SHORTEST_QUOTATION:
                found.add(text)
    return frozenset(found)


def _says_nothing(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
        return all(isinstance(argument, ast.Name) for argument in node.args)
    if isinstance(node, ast.Expr | ast.Return | ast.Subscript) and node.value is not None:
        return _says_nothing(node.value)
    plain = ast.Name | ast.Attribute | ast.Tuple | ast.Constant | ast.expr_context
    return all(isinstance(part, plain) for part in ast.walk(node))


def _text(name: str, data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    if not name.endswith(".ipynb"):
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def _without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", text)


def content(folder: Path) -> dict[str, bytes]:
    """The files in a folder, without those that Python has compiled when somebody ran its tests."""
    found = (path for path in folder.rglob("*") if "__pycache__" not in path.parts)
    files = (path for path in found if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
