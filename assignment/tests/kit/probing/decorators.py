"""Applies the student's own decorators to a stand-in, such as one that enters a class in a table.

Where they take `MODELS["mlp"]` for `MLP`, the grader's class stands there, too.
"""

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from types import CodeType
from typing import Any

from .effects import root
from .statements import Statement


def decorated(
    statement: Statement,
    namespace: dict[str, Any],
    standins: Mapping[str, Any],
    library: Collection[str],
    run: Callable[[CodeType, dict[str, Any]], None],
) -> bool:
    """Run a class statement's decorators on the stand-in for the class; say whether that was done.

    It is not done for another statement, nor where a decorator needs what the student's class has.
    `library` are names that are not the student's: their decorators, such as `dataclass`, make
    something of the class itself, and are left out.
    """
    node = statement.node
    if not isinstance(node, ast.ClassDef) or node.name not in standins:
        return False
    own = [one for one in node.decorator_list if root(one) not in library]
    if not own:
        return False
    value: ast.expr = ast.Name(node.name, ast.Load())
    for decorator in reversed(own):
        value = ast.Call(decorator, [value], [])
    assignment = ast.copy_location(ast.Assign([ast.Name(node.name, ast.Store())], value), node)
    namespace[node.name] = standins[node.name]
    try:
        run(replace(statement, node=ast.fix_missing_locations(assignment)).code, namespace)
    except Exception:  # noqa: BLE001 - whatever a student's decorator raises
        return False
    return True
