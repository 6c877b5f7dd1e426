"""Reads the code cells of a notebook as statements: what each makes, and what it needs for that."""

import __future__

import ast
import dis
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType

from .stubs import is_stub_code

CELL = "code cell "  # the file of a cell; its number follows, counted from 1 over code cells only

FOREIGN = re.compile(  # cells of other languages, and those that are not to be run at all
    r"\s*%%(?:!|(?:bash|sh|cmd|script|system|sx|html|svg|javascript|js|latex|markdown|perl|ruby|R"
    r"|cython|skip)\b)"
)
IPYTHON = re.compile(  # a line that IPython understands and Python does not
    r"\s*(?:[%!?]|(?:pip3?|conda|mamba)\s+\w+|[\w., ]+=\s*[%!]|[^#'\"]*\?\??\s*$)"
)
NEWLINE = re.compile(r"\r\n?|\n")
MADE = re.compile(  # what a cell would make if it were Python
    r"^\s*(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE
)
IMPORTED = re.compile(r"^\s*(?:from\s+\S+\s+)?import\s+([^#\n]+)", re.MULTILINE)
LOADS = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"}
STORES = {"STORE_NAME", "STORE_GLOBAL"}


@dataclass(frozen=True)
class Statement:
    """One statement at the top level of a cell, or a whole cell that is not Python.

    `makes` are the names it defines, imports, wraps or aliases, `sets` those it assigns to in any
    other way, `changes` those it sets an attribute or item of, `calls` those whose method it calls,
    and `uses` the global names it needs. `from … import *` makes `*`. Without `code` there is an
    `error` in its place. A `stub` is still to be written.
    """

    code: CodeType | None = None
    error: BaseException | None = None
    makes: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    stub: bool = False
    aliases: dict[str, str] = field(default_factory=dict)  # candidates: MLP = Net, ReLU = nn.ReLU


def read_cells(folder: Path) -> list[Statement]:
    """Read the statements of all cells in `folder`, top to bottom."""
    paths = {int(path.name.removeprefix(CELL)): path for path in folder.glob(f"{CELL}*")}
    statements: list[Statement] = []
    flags = 0
    for _, path in sorted(paths.items()):
        text = path.read_bytes().decode("utf-8", "replace")
        if FOREIGN.match(text):
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = parse(text, str(path))
                flags |= _future(tree)
                statements += [_statement(node, str(path), flags) for node in tree.body]
        except Exception as error:  # noqa: BLE001 - not Python, or too much for Python's parser
            statements.append(Statement(error=_located(error, path), makes=frozenset(_made(text))))
    return _resolve_aliases(statements)


def parse(text: str, filename: str) -> ast.Module:
    """Parse a cell; IPython's own lines count as `pass`. Raises `SyntaxError` with its line."""
    lines = NEWLINE.split(text)
    margin = next((line[: -len(line.lstrip())] for line in lines if line.strip()), "")
    lines = [line.removeprefix(margin) for line in lines]  # IPython lets a cell be indented
    ipython = {number for number, line in enumerate(lines) if IPYTHON.match(line)}
    while True:
        try:
            return _parse(lines, filename)
        except SyntaxError as error:
            number = (error.lineno or 0) - 1
            if number in ipython:  # where Python stumbles only: others may stand in a text
                _pass_over(lines, number)
                ipython.remove(number)
                continue
            for other in ipython:
                _pass_over(lines, other)
            try:
                return _parse(lines, filename)
            except SyntaxError:
                raise error from None


def _parse(lines: list[str], filename: str) -> ast.Module:
    return ast.parse("\n".join(lines) + "\n", filename)


def _pass_over(lines: list[str], number: int) -> None:
    """Put `pass` in the place of a line of IPython's, with the lines that continue it."""
    line = lines[number]
    lines[number] = line[: len(line) - len(line.lstrip())] + "pass"
    while line.rstrip().endswith("\\") and number + 1 < len(lines):
        number += 1
        line, lines[number] = lines[number], ""


def _located(error: Exception, path: Path) -> SyntaxError:
    """The error of a cell that cannot be read, with the cell's name."""
    if isinstance(error, SyntaxError):
        return error
    said = str(error) or "this cell is too deeply nested"
    return SyntaxError(said, (str(path), 1, None, None))


def _future(tree: ast.Module) -> int:
    """The flags of `from __future__ import …`, which hold for the cells below, too."""
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(getattr(__future__, alias.name, None), "compiler_flag", 0)
    return flags


def _statement(node: ast.stmt, filename: str, flags: int) -> Statement:
    blocks = list(_blocks(node))
    makes = frozenset(name for block in blocks for name in _makes(block))
    aliases = dict(alias for block in blocks for alias in _aliases(block))
    try:
        code = compile(ast.Module([node], []), filename, "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return Statement(error=_located(error, Path(filename)), makes=makes | aliases.keys())
    uses, stores = _names(code)
    return Statement(
        code=code,
        makes=makes,
        sets=frozenset(stores - makes),
        changes=frozenset(name for block in blocks for name in _changes(block)),
        calls=frozenset(name for block in blocks for name in _calls(block)),
        uses=frozenset(uses),
        stub=is_stub_code(code),
        aliases=aliases,
    )


def _resolve_aliases(statements: Iterable[Statement]) -> list[Statement]:
    """Let a statement make its aliases of what is made itself; of a result it does not."""
    statements = list(statements)
    made = frozenset[str]().union(*(statement.makes for statement in statements))
    resolved = []
    for statement in statements:
        real = {name for name, root in statement.aliases.items() if root in made}
        made |= real
        resolved.append(
            replace(statement, makes=statement.makes | real, sets=statement.sets - real)
        )
    return resolved


def _names(code: CodeType) -> tuple[set[str], set[str]]:
    """Return the global names that code uses, and those it binds where it stands itself."""
    loads, stores = set[str](), set[str]()
    for step in dis.get_instructions(code):
        if step.opname in LOADS:
            loads.add(step.argval)
        elif step.opname in STORES:
            stores.add(step.argval)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            used, bound = _names(constant)
            in_function = constant.co_flags & CO_OPTIMIZED
            loads |= used | bound if in_function else used - bound  # a class has its own names
    return loads, stores


def _blocks(node: ast.AST) -> Iterator[ast.stmt]:
    """The statements in a statement that are run where it stands, itself first."""
    if isinstance(node, ast.stmt):
        yield node
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        for child in ast.iter_child_nodes(node):
            yield from _blocks(child)


def _makes(node: ast.stmt) -> Iterator[str]:
    """The names that a statement defines, imports, or wraps in something that takes them."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0]
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name) and _wraps(target.id, node.value):
                yield target.id


def _wraps(name: str, value: ast.expr) -> bool:
    if not isinstance(value, ast.Call):
        return isinstance(value, ast.Lambda)
    passed = [*value.args, *(keyword.value for keyword in value.keywords)]
    return any(isinstance(one, ast.Name) and one.id == name for one in passed)


def _aliases(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Name, ast.Attribute)):
        for target in node.targets:
            root = _root(node.value)
            if isinstance(target, ast.Name) and root:
                yield target.id, root


def _changes(node: ast.stmt) -> Iterator[str]:
    """The names that a statement sets an attribute or an item of."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
        targets = [node.target]
    for target in targets:
        root = _root(target)
        if root and isinstance(target, (ast.Attribute, ast.Subscript)):
            yield root


def _calls(node: ast.stmt) -> Iterator[str]:
    """The name of which a statement calls a method, and does nothing else."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        method = node.value.func
        root = _root(method) if isinstance(method, ast.Attribute) else None
        if root:
            yield root


def _root(node: ast.expr) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _made(text: str) -> Iterator[str]:
    """The names that a cell would make if it were Python."""
    for found in MADE.finditer(text):
        yield found[1] or found[2]
    for found in IMPORTED.finditer(text):
        for part in found[1].strip("()\\ ").split(","):
            words = part.split()
            if words:
                yield words[-1] if "as" in words else words[0].split(".")[0]
