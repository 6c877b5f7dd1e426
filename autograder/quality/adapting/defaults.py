"""Finds defaults of arguments that checks or stand-ins state otherwise than the solution.

The handout has them from the solution: see `release/form_values.py`.
"""

import ast
from collections.abc import Iterator
from typing import Any

from ...release.defaults import Defaults, defaults_of, is_value
from .gap import Gap
from .tree import GROUPS, STANDINS, Tree, checks_file

ASKING = "default_trouble"  # the method by which a check holds defaults
TABLE = "DEFAULTS"  # the name of a check's own table of them, by function


def default_gaps(tree: Tree) -> Iterator[Gap]:
    """Hold the defaults in checks and stand-ins to those of the solution."""
    code = {name: defaults_of(tree.definitions(tree.home(name)).get(name)) for name in tree.homes}
    for question in tree.questions:
        for group in GROUPS:
            file = checks_file(group, question)
            for line, name, argument, stated in _asked(tree, file):
                found = code.get(name, {}).get(argument, stated)
                if _plain(found) != _plain(stated):
                    sentence = f"the check expects {argument}={stated!r} of `{name}`"
                    yield Gap(f"{file}, line {line}", f"{sentence}; the solution has {found!r}.")
    yield from _standins(tree, code)


def _asked(tree: Tree, file: str) -> Iterator[tuple[int, str, str, Any]]:
    """Yield each default that a file of checks expects: its line, function, argument and value."""
    for node in ast.walk(tree.module(file)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == TABLE:
            table = ast.literal_eval(node.value) if is_value(node.value) else {}
            for name, own in table.items() if isinstance(table, dict) else ():
                if isinstance(own, dict):  # else a constant of somebody's that is called so
                    for argument, value in own.items():
                        yield node.lineno, name, argument, value
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == ASKING
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            for keyword in node.keywords:
                if keyword.arg and is_value(keyword.value):
                    value = ast.literal_eval(keyword.value)
                    yield keyword.value.lineno, str(node.args[0].value), keyword.arg, value


def _standins(tree: Tree, code: Defaults) -> Iterator[Gap]:
    """Hold the defaults of the grader's own functions, which other questions are graded with."""
    for file in tree.names(STANDINS, "*.py"):
        for name, node in tree.definitions(file).items():
            for argument, own in defaults_of(node).items():
                found = code.get(name, {}).get(argument, own)
                if found != own:
                    sentence = f"the grader's own `{name}` has {argument}={own!r}"
                    yield Gap(
                        f"{file}, line {node.lineno}", f"{sentence}; the solution has {found!r}."
                    )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
