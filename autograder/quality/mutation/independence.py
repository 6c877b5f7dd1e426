"""Decides by data flow whether assignments may be repeated, or pass each other, and change nothing.

Only assignments to names and to `self.x` are judged, alone or in a `with` of such. What a context
does to a value is not seen: that is what the mutant without the context is for.
"""

import ast
import re
from collections.abc import Iterator

CHANGING = {  # calls that may change what they are given, as do those that end in `_`
    "eval",
    "next",
    "pop",
    "popitem",
    "step",
    "train",
    "training_epoch",
}
VARIABLE = re.compile(r"(self\.)?\w+")
_Flow = tuple[set[str], set[str]]  # variables that are read before they are written; written ones


def may_be_repeated(statement: ast.stmt) -> bool:
    """Say whether an assignment gives the same when it is made twice: it reads no own target."""
    flow = _flow(statement)
    return flow is not None and not _meet(*flow)


def may_pass(one: ast.stmt, other: ast.stmt) -> bool:
    """Say whether two assignments may change places: neither writes what the other one uses."""
    first, second = _flow(one), _flow(other)
    if first is None or second is None:
        return False
    return not (_meet(first[0] | first[1], second[1]) or _meet(second[0], first[1]))


def _flow(statement: ast.stmt) -> _Flow | None:
    """Return what a statement reads and writes; None if it is no assignment, or changes more."""
    body: list[ast.stmt] = []
    match statement:
        case ast.Assign(targets, value):
            values = [value]
        case ast.AnnAssign(target, _, value):
            values, targets = [value or ast.Constant(None)], [target]
        case ast.With(items, body):
            values = [item.context_expr for item in items]
            targets = [item.optional_vars for item in items if item.optional_vars]
        case _:
            return None
    writes = {ast.unparse(part) for one in targets for part in getattr(one, "elts", [one])}
    if not all(map(VARIABLE.fullmatch, writes)) or any(map(_changes_more, values)):
        return None
    reads = {name for value in values for name in _read(value)}
    for flow in map(_flow, body):
        if flow is None:
            return None
        reads |= flow[0] - writes
        writes |= flow[1]
    return reads, writes


def _changes_more(value: ast.expr) -> bool:
    """Say whether an expression may change something besides the targets that it is assigned to."""
    for node in ast.walk(value):
        match node:
            case ast.Call(ast.Attribute(_, name)) | ast.Call(ast.Name(name)):
                if name in CHANGING or name.endswith("_"):
                    return True
            case ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom():
                return True
    return False


def _read(node: ast.AST) -> Iterator[str]:
    """Yield the variables of an expression; a method of `self` may read all of it."""
    match node:
        case ast.Attribute(ast.Name("self"), name):
            yield f"self.{name}"
            return
        case ast.Name(name):
            yield name
        case ast.Call(ast.Attribute(ast.Name("self"))):
            yield "self"
    for child in ast.iter_child_nodes(node):
        yield from _read(child)


def _meet(used: set[str], written: set[str]) -> bool:
    """Say whether something is written that is used; `self` stands for all of its parts."""
    return any(name in used or ("self" in used and name.startswith("self.")) for name in written)
