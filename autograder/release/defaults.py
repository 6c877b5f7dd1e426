"""Defaults of what students write, read from the solution without running it."""

import ast
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..probing.questions import HOMES

Defaults = Mapping[str, Mapping[str, Any]]  # by function or class, and by argument

NONE: Defaults = MappingProxyType({})


def read_defaults(solution: Path) -> Defaults:
    """Return the defaults of all that the table of questions asks for; none of what is missing."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(set(HOMES.values())):
        path = solution / "digits" / f"{file}.py"
        for node in ast.parse(path.read_text("utf-8")).body if path.is_file() else ():
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[node.name] = defaults_of(node)
    return {name: found.get(name, {}) for name in HOMES}


def defaults_of(node: ast.stmt | None) -> dict[str, Any]:
    """Return the defaults of a function, or of how a class is made, that are written as values."""
    if isinstance(node, ast.ClassDef):
        inside = (one for one in node.body if isinstance(one, ast.FunctionDef))
        node = next((one for one in inside if one.name == "__init__"), None)
    if not isinstance(node, ast.FunctionDef):
        return {}
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    own = arguments.defaults
    pairs = [
        *zip(positional[len(positional) - len(own) :], own, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return {
        argument.arg: ast.literal_eval(value)
        for argument, value in pairs
        if value is not None and is_value(value)
    }


def is_value(node: ast.expr) -> bool:
    """Say whether an expression is written as a value, such as `(8, 8, 8)`."""
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True
