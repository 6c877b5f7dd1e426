"""Recognises the released stubs: as text, as compiled code, as functions, and by what they raise.

A stub raises `NotImplementedError("q4: …")`. Whoever looks for a stub looks here.
"""

import ast
import inspect
import re
from types import CodeType
from typing import Any

LONGEST = 1_000  # characters of a message that are looked at
MESSAGE = re.compile(r"(q\d+): ")  # how a stub's message starts
IN_SOURCE = re.compile(rf"""raise NotImplementedError\(\s*["']{MESSAGE.pattern}""")


def find_stubs(source: str) -> list[int]:
    """Return where stubs raise in a text, which need not be Python."""
    return [found.start() for found in IN_SOURCE.finditer(source)]


def is_stub_code(code: CodeType) -> bool:
    """Say whether compiled code raises as a stub does, itself or in a function within it."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    texts = [one for one in code.co_consts if isinstance(one, str)]
    raises = "NotImplementedError" in code.co_names and any(map(MESSAGE.match, texts))
    return raises or any(map(is_stub_code, inner))


def is_stub(value: Any) -> bool:
    """Say whether a function, or a method of a class, is still as it was released."""
    functions = [*vars(value).values()] if isinstance(value, type) else [value]
    codes = [getattr(inspect.unwrap(one), "__code__", None) for one in functions if callable(one)]
    return any(is_stub_code(code) for code in codes if code is not None)


def is_empty(node: ast.AST | None) -> bool:
    """Say whether a definition is a mere name: `def accuracy(model, dataset): pass`.

    A class that derives from another one is none, nor is anything with a decorator.
    """
    if isinstance(node, ast.ClassDef):
        if node.bases or node.keywords:
            return False
    elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return not node.decorator_list and all(map(_does_nothing, node.body))


def _does_nothing(node: ast.stmt) -> bool:
    if isinstance(node, (ast.Expr, ast.Return)):
        return node.value is None or (
            isinstance(node.value, ast.Constant)
            and (isinstance(node, ast.Expr) or node.value.value is None)
        )
    if isinstance(node, ast.Raise) and node.exc is not None:
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return isinstance(node, ast.Pass)


def stub_question(error: BaseException) -> str:
    """Return the id of the question whose stub raised `error`; "" for any other exception."""
    if not isinstance(error, NotImplementedError):
        return ""
    found = MESSAGE.match(str(error)[:LONGEST])
    return found[1] if found else ""
