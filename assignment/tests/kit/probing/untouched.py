"""Tells which questions are as they were released, from the text of the package alone.

Nothing is run and PyTorch is not imported, so that the first self-check of an assignment of which
nothing is written takes a moment. In case of doubt a question counts as begun.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from .effects import Definition
from .questions import HOMES, PACKAGE, QUESTIONS
from .stubs import MESSAGE


def untouched(folder: Path) -> dict[str, dict[str, str]]:
    """Return what the stubs of the package in `folder` say, by question and by name.

    A question is there only if each of its names is defined once, as a stub, in a file that holds
    nothing but imports and definitions, and if no other file makes anything of that name.
    """
    stubs: dict[str, str] = {}
    made: set[str] = set()  # names that something else than a stub may make
    for path in sorted((folder / PACKAGE).rglob("*.py")):
        try:
            tree = ast.parse(path.read_bytes())
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            return {}
        own = {name for name, home in HOMES.items() if path == folder / PACKAGE / f"{home}.py"}
        found = {name: message for name, message in _stubs(tree) if name in own}
        if not all(map(_is_harmless, tree.body)):
            made |= own
        names = [*_names(tree)]
        made |= {name for name in names if name not in found or names.count(name) > 1}
        stubs |= found
    return {
        question: {name: stubs[name] for name in names}
        for question, names in QUESTIONS.items()
        if all(name in stubs and name not in made for name in names)
        and all(MESSAGE.match(stubs[name])[1] == question for name in names)  # type: ignore[index]
    }


def message_for(title: str, stubs: dict[str, str]) -> str:
    """Return what the stub says that a check of this title calls first: it names that first."""
    words = title.replace(":", " ").split()
    return next((stubs[word] for word in words if word in stubs), next(iter(stubs.values())))


def _stubs(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the name of each definition that is a stub, and what it says."""
    for node in tree.body:
        if not isinstance(node, Definition) or node.decorator_list:
            continue
        if not isinstance(node, ast.ClassDef):
            message = _message(node.body)
        else:
            messages = [
                _message(one.body) if isinstance(one, Definition) else ""
                for one in _without_docstring(node.body)
            ]
            message = messages[0] if messages and all(messages) else ""
        if message:
            yield node.name, message


def _message(body: list[ast.stmt]) -> str:
    """Return what the body of a stub says; "" if it is none."""
    begin = "super().__init__()"
    rest = [one for one in _without_docstring(body) if ast.unparse(one) != begin]
    match rest:
        case [ast.Raise(exc=ast.Call(func=ast.Name("NotImplementedError"), args=[given]))]:
            text = given.value if isinstance(given, ast.Constant) else None
            return text if isinstance(text, str) and MESSAGE.match(text) else ""
    return ""


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if is_text else body


def _is_harmless(node: ast.stmt) -> bool:
    """Say whether a statement is a definition, a docstring, or an import of names that it lists."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return all(alias.name != "*" and alias.asname is None for alias in node.names)
    return isinstance(node, Definition) or not _without_docstring([node])


def _names(tree: ast.Module) -> Iterator[str]:
    """Yield each name that something in a file may make, in any scope, and its words as texts."""
    for node in ast.walk(tree):
        if isinstance(node, Definition):
            yield node.name
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
