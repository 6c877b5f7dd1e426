"""Reads `from __future__ import …`, which changes how the code below is compiled."""

import __future__

import ast


def future_flags(tree: ast.Module) -> int:
    """Return the flags of `from __future__ import …`, which hold for the cells below, too."""
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(getattr(__future__, alias.name, None), "compiler_flag", 0)
    return flags


def refuse_late_future(tree: ast.Module, path: str) -> None:
    """Raise the `SyntaxError` that Python raises for a `from __future__` below other code.

    A notebook runs a cell statement by statement, so there it may stand anywhere.
    """
    begun = False
    for number, node in enumerate(tree.body):
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if future and begun:
            message = "from __future__ imports must occur at the beginning of the file"
            raise SyntaxError(message, (path, node.lineno, node.col_offset + 1, None))
        docstring = number == 0 and isinstance(node, ast.Expr)
        begun |= not future and not docstring
