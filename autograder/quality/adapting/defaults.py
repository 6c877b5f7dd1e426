"""Finds defaults that are stated otherwise than in the solution's signatures.

Checks and stand-ins have them from the module that a release writes, and the handout from the
solution itself: see `release/form_values.py`.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from ...datasets.named import DIGITS
from ...release.defaults import MODULE, NOT_HELD, Defaults, as_module, defaults_of, is_value
from ...rubric.rubric import GROUPS
from .gap import Gap
from .tree import REFERENCE, STANDINS, Tree, checks_file

ASKING = "default_trouble"  # the method by which a check holds defaults
COMMAND = f"{REFERENCE}/__main__.py"  # its options are arguments of `train`, but for
OTHER_OPTIONS = {"data": ("load_mnist", "root")}
FIGURES = "solution/figures.py"
DRAWN_WITH = "DRAWN_WITH"  # the name of a table in it


def default_gaps(tree: Tree) -> Iterator[Gap]:
    """Hold the defaults of checks, stand-ins, command and figures to those of the solution."""
    code = {name: defaults_of(tree.definitions(tree.home(name)).get(name)) for name in tree.homes}
    if tree.text(f"autograder/{MODULE}") != as_module(code):
        sentence = f"it is not what {REFERENCE}/ says: run `autograder release`."
        yield Gap(f"autograder/{MODULE}", sentence)
    for question in tree.questions:
        for group in GROUPS:
            file = checks_file(group, question)
            for line, name, argument, stated in _asked(tree, file):
                what = f"the check expects {argument}={stated!r} of `{name}`"
                yield from _unequal(code, file, line, (name, argument, stated), what)
    yield from _standins(tree, code)
    for line, name, argument, stated in _options(tree):
        what = f"`python -m digits` has {argument}={stated!r} for `{name}`"
        yield from _unequal(code, COMMAND, line, (name, argument, stated), what)
    for line, name, argument, stated in _figures(tree):
        what = f"the figures, and the accuracies of q6, are of `{name}` with {argument}={stated!r}"
        again = "; draw and measure anew, and write it here"
        yield from _unequal(code, FIGURES, line, (name, argument, stated), what, again)


def _unequal(
    code: Defaults, file: str, line: int, stated: tuple[str, str, Any], what: str, advice: str = ""
) -> Iterator[Gap]:
    """Yield a gap where the solution has another default than the one that is `stated`."""
    name, argument, value = stated
    found = code.get(name, {}).get(argument, value)
    if _plain(found) != _plain(value):
        yield Gap(f"{file}, line {line}", f"{what}; the solution has {found!r}{advice}.")


def _asked(tree: Tree, file: str) -> Iterator[tuple[int, str, str, Any]]:
    """Yield each default that a file of checks states: its line, function, argument and value."""
    for node in ast.walk(tree.module(file)):
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
                what = f"the grader's own `{name}` has {argument}={own!r}"
                yield from _unequal(code, file, node.lineno, (name, argument, own), what)


def _options(tree: Tree) -> Iterator[tuple[int, str, str, Any]]:
    """Yield each option of `python -m digits` as the default of an argument that it stands for."""
    for node in ast.walk(tree.module(COMMAND)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            option = str(node.args[0].value).removeprefix("--").replace("-", "_")
            name, argument = OTHER_OPTIONS.get(option, ("train", option))
            for keyword in node.keywords:
                held = keyword.arg == "default" and argument not in NOT_HELD
                if held and is_value(keyword.value):
                    yield node.lineno, name, argument, ast.literal_eval(keyword.value)


def _figures(tree: Tree) -> Iterator[tuple[int, str, str, Any]]:
    """Yield the defaults with which the figures of the handout were drawn, if it shows them."""
    if not (tree.grading and tree.grading[0].data in DIGITS):
        return
    for node in tree.module(FIGURES).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == DRAWN_WITH:
            table: Mapping[str, Mapping[str, Any]] = ast.literal_eval(node.value)
            for name, own in table.items():
                for argument, value in own.items():
                    yield node.lineno, name, argument, value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
