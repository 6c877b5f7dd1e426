"""Lists what may replace a piece of code, to make a mutant.

The replacements are the small things that students get wrong: an operator, a number, an argument
too few, two exchanged, a name taken for another, a call forgotten.
"""

import ast
import copy
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TypeVar

OPERATORS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
NAMES = {  # what is easily taken for each other
    "AdamW": ("SGD", "Adam"),
    "MaxPool2d": ("AvgPool2d",),
    "argmax": ("argmin", "max"),
    "eval": ("train",),
    "inference_mode": ("enable_grad", "no_grad"),
    "log": ("log2", "log10", "exp"),
    "log_softmax": ("softmax", "logsumexp"),
    "nll_loss": ("cross_entropy", "mse_loss"),
    "product": ("zip",),
    "relu": ("tanh", "abs"),
    "sum": ("mean",),
    "train": ("eval",),
}
STRINGS = {"same": "valid"}  # any other becomes OTHER
OTHER = "other"

Node = TypeVar("Node", bound=ast.AST)
Item = TypeVar("Item")
Plain = bool | int | float | str | None


def replacements(node: ast.AST, parameters: Mapping[str, ast.expr | None]) -> Iterator[ast.AST]:
    """Yield what may replace a node."""
    for operator in OPERATORS.get(type(node), ()):
        yield operator()
    match node:
        case ast.Constant(value):
            yield from (ast.Constant(other) for other in _constants(value))
        case ast.Name(name, ast.Load()):
            if name in parameters:
                yield from (ast.Name(other) for other in parameters if other != name)
                if (default := parameters[name]) is not None:
                    yield default
            yield from (ast.Name(other) for other in NAMES.get(name, ()))
        case ast.Attribute(value, name):
            yield from (like(node, attr=other) for other in NAMES.get(name, ()))
        case ast.Call():
            yield from _calls(node)
        case ast.BinOp(left, _, right):
            yield from (left, right)
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.Subscript(value):
            yield value
        case ast.Tuple(elements) | ast.List(elements):
            yield from (like(node, elts=order) for order in _swapped(elements))
        case ast.Dict(keys, values):
            for order in _swapped(values):
                yield like(node, values=order)
            for index in range(len(keys)):
                yield like(node, keys=_without(keys, index), values=_without(values, index))


def _constants(value: object) -> Iterator[Plain]:
    """Yield other values of the same type as a constant's."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield from dict.fromkeys((value + 1, value - 1, type(value)(0), 2 * value))
    elif isinstance(value, str):
        yield STRINGS.get(value, OTHER)
    elif value is None:
        yield 0


def _calls(call: ast.Call) -> Iterator[ast.expr]:
    """Yield a call with an argument less or two exchanged, and what remains without the call."""
    for index in range(len(call.args)):
        yield like(call, args=_without(call.args, index))
    for index in range(len(call.keywords)):
        yield like(call, keywords=_without(call.keywords, index))
    for order in _swapped(call.args):
        yield like(call, args=order)
    if isinstance(call.func, ast.Attribute):
        yield call.func.value
    if call.args and not isinstance(call.args[0], ast.Starred):
        yield call.args[0]


def other_defaults(default: ast.expr) -> Iterator[ast.AST]:
    """Yield a default with one of its constants replaced."""
    if isinstance(default, ast.Tuple):
        for child in default.elts:
            for new in other_defaults(child):
                yield like(default, elts=put(default.elts, child, new))
    else:
        yield from replacements(default, {})


def put(value: object, old: ast.AST, new: ast.AST) -> object:
    """Return the value of a field with one node of it replaced."""
    if isinstance(value, list):
        return [new if item is old else item for item in value]
    return new


def like(node: Node, **fields: object) -> Node:
    """Return a copy of a node with other values in some fields."""
    new = copy.copy(node)
    for field, value in fields.items():
        setattr(new, field, value)
    return new


def _without(items: list[Item], index: int) -> list[Item]:
    return items[:index] + items[index + 1 :]


def _swapped(items: list[Item]) -> Iterator[list[Item]]:
    """Yield the same items with two of them exchanged."""
    for one, other in combinations(range(len(items)), 2):
        order = list(items)
        order[one], order[other] = order[other], order[one]
        yield order
