"""Defaults of what students write, read from the solution without running it."""

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..probing.questions import HOMES

Defaults = Mapping[str, Mapping[str, Any]]  # by function or class, and by argument

NONE: Defaults = MappingProxyType({})
MODULE = "probing/defaults.py"  # where the grader has them
NOT_HELD = {"device"}  # any default that works will do
HEAD = '''\
"""The solution's defaults, to which checks and stand-ins hold; by function or class, and argument.

`autograder release` writes this file from the signatures in solution/digits/.
"""

from typing import Any

DEFAULTS: dict[str, dict[str, Any]] = {
'''


def read_defaults(solution: Path) -> Defaults:
    """Return the defaults of all that the table of questions asks for; none of what is missing."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(set(HOMES.values())):
        path = solution / "digits" / f"{file}.py"
        for node in ast.parse(path.read_text("utf-8")).body if path.is_file() else ():
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[node.name] = defaults_of(node)
    return {name: found.get(name, {}) for name in HOMES}


def as_module(defaults: Defaults) -> str:
    """Return the text of the module that holds defaults, as ruff would write it."""
    lines = []
    for name, own in defaults.items():
        held = {key: value for key, value in own.items() if key not in NOT_HELD}
        if held:
            lines.append(f"    {_written(name)}: {{\n")
            lines += (f"        {_written(key)}: {_written(held[key])},\n" for key in held)
            lines.append("    },\n")
    return f"{HEAD}{''.join(lines)}}}\n"


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def defaults_of(node: ast.AST | None) -> dict[str, Any]:
    """Return the defaults of a function, or of how a class is made, that are written as values."""
    nodes = default_nodes(node).items()
    return {argument: ast.literal_eval(value) for argument, value in nodes if is_value(value)}


def default_nodes(node: ast.AST | None) -> dict[str, ast.expr]:
    """Return the defaults of a function, or of how a class is made, as they are written."""
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
    return {argument.arg: value for argument, value in pairs if value is not None}


def is_value(node: ast.expr) -> bool:
    """Say whether an expression is written as a value, such as `(8, 8, 8)`."""
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True
