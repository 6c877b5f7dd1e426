"""Finds defaults of arguments that checks or the handout state otherwise than the solution."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .gap import Gap
from .tree import GROUPS, HANDOUT, Definition, Tree, checks_file

ASKING = "default_trouble"  # the method by which a check holds defaults
NUMBERS = {"eight": 8, "ten": 10, "sixteen": 16, "thirty-two": 32, "sixty-four": 64}


@dataclass(frozen=True)
class Stated:
    """A default that the handout states: the number is the pattern's group."""

    name: str
    argument: str
    pattern: re.Pattern[str]


STATED = (
    Stated("make_loader", "batch_size", re.compile(r"in\s+batches\s+of\s+([\w-]+)\s+are")),
    Stated("MLP", "num_hidden", re.compile(r"With\s+([\w-]+)\s+hidden\s+units\s+that\s+makes")),
    Stated("CNN", "channels", re.compile(r"each\s+time\s+with\s+([\w-]+)\s+kernels")),
    Stated("CNN", "num_hidden", re.compile(r"flattened\s+for\s+([\w-]+)\s+hidden\s+units")),
)


def default_gaps(tree: Tree) -> Iterator[Gap]:
    """Hold the defaults in checks and handout to those of the solution."""
    code = {name: _defaults(tree, name) for name in tree.homes}
    for question in tree.questions:
        for group in GROUPS:
            file = checks_file(group, question)
            for line, name, argument, stated in _asked(tree, file):
                found = code.get(name, {}).get(argument, stated)
                if _plain(found) != _plain(stated):
                    sentence = f"the check expects {argument}={stated!r} of `{name}`"
                    yield Gap(f"{file}, line {line}", f"{sentence}; the solution has {found!r}.")
    text = tree.text(HANDOUT)
    for one in STATED:
        if match := one.pattern.search(text):
            found = code.get(one.name, {}).get(one.argument)
            if found is not None and _number(match[1]) != _single(found):
                line = text[: match.start(1)].count("\n") + 1
                sentence = f"the handout says {match[1]} for {one.argument} of `{one.name}`"
                follows = "write it here, with the numbers that follow from it"
                yield Gap(
                    f"{HANDOUT}, line {line}", f"{sentence}; the solution has {found!r}: {follows}."
                )


def _defaults(tree: Tree, name: str) -> dict[str, Any]:
    """Return the defaults of a function of the solution that are written as values."""
    node = tree.definitions(tree.home(name)).get(name)
    function = _init(node) if isinstance(node, ast.ClassDef) else node
    if not isinstance(function, ast.FunctionDef):
        return {}
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    own = arguments.defaults
    pairs = [
        *zip(positional[len(positional) - len(own) :], own, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return {
        argument.arg: ast.literal_eval(value)
        for argument, value in pairs
        if value is not None and _is_value(value)
    }


def _init(node: Definition) -> Definition | None:
    inside = (one for one in node.body if isinstance(one, ast.FunctionDef))
    return next((one for one in inside if one.name == "__init__"), None)


def _asked(tree: Tree, file: str) -> Iterator[tuple[int, str, str, Any]]:
    """Yield each default that a file of checks expects: its line, function, argument and value."""
    for node in ast.walk(tree.module(file)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == ASKING
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            for keyword in node.keywords:
                if keyword.arg and _is_value(keyword.value):
                    value = ast.literal_eval(keyword.value)
                    yield keyword.value.lineno, str(node.args[0].value), keyword.arg, value


def _is_value(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _number(word: str) -> float | None:
    number = NUMBERS.get(word, word)
    return float(number) if str(number).isdigit() else None


def _single(value: Any) -> Any:
    """Return a number, also for a tuple that holds it several times."""
    values = set(value) if isinstance(value, tuple | list) else {value}
    return values.pop() if len(values) == 1 else None
