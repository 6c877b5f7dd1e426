"""Tells which global names compiled code uses, and which annotations name."""

import ast
import contextlib
import dis
from collections.abc import Iterator
from inspect import CO_OPTIMIZED
from types import CodeType

LOADS = {  # operations, with the bits of their argument that are no part of the name's number
    dis.opmap[name]: bits
    for name, bits in (("LOAD_NAME", 0), ("LOAD_GLOBAL", 1), ("LOAD_FROM_DICT_OR_GLOBALS", 0))
    if name in dis.opmap
}
STORES = {dis.opmap["STORE_NAME"]: 0, dis.opmap["STORE_GLOBAL"]: 0}


def global_names(code: CodeType) -> tuple[set[str], set[str]]:
    """Return the global names that code uses, and those it binds where it stands itself."""
    steps = code.co_code
    operations, arguments = steps[::2], steps[1::2]
    loads, stores = (
        {
            code.co_names[number >> bits]
            for operation, bits in kinds.items()
            for number in _arguments(operation, operations, arguments)
        }
        for kinds in (LOADS, STORES)
    )
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            used, bound = global_names(constant)
            in_function = constant.co_flags & CO_OPTIMIZED
            loads |= used | bound if in_function else used - bound  # a class has its own names
    return loads, stores


def _arguments(operation: int, operations: bytes, arguments: bytes) -> Iterator[int]:
    """Yield the arguments with which an operation stands in compiled code."""
    at = operations.find(operation)
    while at >= 0:
        value, bits, before = arguments[at], 8, at - 1
        while before >= 0 and operations[before] == dis.EXTENDED_ARG:
            value |= arguments[before] << bits
            bits, before = bits + 8, before - 1
        yield value
        at = operations.find(operation, at + 1)


def annotation_names(node: ast.AST) -> Iterator[str]:
    """Yield the names in the annotations below a node, also in those that are written as texts."""
    for one in ast.walk(node):
        for field in ("annotation", "returns"):
            hint = getattr(one, field, None)
            if isinstance(hint, ast.Constant) and isinstance(hint.value, str):
                with contextlib.suppress(SyntaxError, ValueError):
                    hint = ast.parse(hint.value, mode="eval")
            if isinstance(hint, ast.AST):
                yield from (name.id for name in ast.walk(hint) if isinstance(name, ast.Name))
