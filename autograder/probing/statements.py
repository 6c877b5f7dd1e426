"""Reads a file, or the cells of a notebook, as statements: what each makes, and what it needs."""

import __future__

import ast
import builtins
import contextlib
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from inspect import Parameter
from pathlib import Path
from types import CodeType

from .advice import advised
from .compiled import annotation_names, global_names
from .effects import Definition, Effects, Function, chain, is_plain, root
from .futures import future_flags, refuse_late_future
from .ipython import files_run, is_foreign, parse
from .places import cells
from .questions import NAMES
from .stubs import is_empty, is_stub_code

STAR = "*"  # what `from … import *` makes, and code that may make any name

MADE = re.compile(  # what a text would make if it were Python
    r"^\s*(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE
)
CONFLICT = re.compile(r"^<<<<<<< ", re.MULTILINE)
EXPORTED = re.compile(r"^[ \t]*[!%]", re.MULTILINE)  # a line of IPython's
IMPORTED = re.compile(r"^\s*(?:from\s+\S+\s+)?import\s+([^#\n]+)", re.MULTILINE)
Import = (ast.Import, ast.ImportFrom)
OBJECTS = {"model", "dataset", "training_data", "validation_data"}  # arguments: neither tensors nor
TENSORS_OR_BATCHES = re.compile(  # batches, which go by such names
    r"(?i)y\w?|y_\w*|\w*(?:labels?|targets?|scores?|logits?|preds?|predictions?|outputs?|log_?probs?"
    r"|probs?|loader|batch(?:es)?|_iter|iterator|_dl)"
)


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement at the top level, or a whole text that is not Python.

    `makes` are the names it defines, imports, wraps or aliases, `sets` those it assigns to in any
    other way. `from … import *` makes `*`. Without a `node` there is an `error`.

    It is compiled when it is needed: of most statements no more is asked than what they make.
    """

    path: str
    node: ast.stmt | None = None
    flags: int = 0  # of the compiler: `from __future__ import …` above
    error: BaseException | None = None
    makes: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    aliases: dict[str, str] = field(default_factory=dict)  # candidates: MLP = Net, ReLU = nn.ReLU

    @cached_property
    def code(self) -> CodeType:
        """The statement compiled. Raises what keeps it from being compiled."""
        if self.node is None:
            raise self.error or ValueError("there is no statement")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = ast.Module([self.node], [])
                code: CodeType = compile(module, self.path, "exec", self.flags, dont_inherit=True)
                return code
        except Exception as error:  # noqa: BLE001 - not Python, or too much for its compiler
            raise _located(error, self.path) from None

    @cached_property
    def uses(self) -> frozenset[str]:
        """The global names that it needs."""
        try:
            return frozenset(global_names(self.code)[0])
        except SyntaxError:
            return frozenset()

    @cached_property
    def hinted(self) -> frozenset[str]:
        """The names in its annotations, which may be asked for though Python evaluates none."""
        return frozenset(annotation_names(self.node or ast.Pass()))

    @cached_property
    def stub(self) -> bool:
        """Whether it is still to be written."""
        try:
            return is_stub_code(self.code)
        except SyntaxError:
            return False

    @cached_property
    def effects(self) -> Effects:
        """What it does beside binding names."""
        return Effects(self.node or ast.Pass())

    @cached_property
    def when_called(self) -> Effects:
        """What its functions do when they are called."""
        return Effects(self.node or ast.Pass(), when_called=True)

    @cached_property
    def chains(self) -> frozenset[str]:
        """All that stands in it as `name` or `name.attribute`."""
        nodes = ast.walk(self.node or ast.Pass())
        return frozenset(chain(one) for one in nodes if isinstance(one, (ast.Attribute, ast.Name)))

    @property
    def names(self) -> frozenset[str]:
        """All names that it binds."""
        return self.makes | self.sets

    @property
    def place(self) -> str:
        """The file or cell, and the line, in words."""
        line = self.node.lineno if self.node else getattr(self.error, "lineno", 1)
        return f"{self.path}, line {line}"

    @property
    def defines(self) -> bool:
        """Whether it is a function or a class."""
        return isinstance(self.node, Definition)

    @property
    def imports(self) -> bool:
        """Whether it is an import."""
        return isinstance(self.node, Import)

    @property
    def hides_nothing(self) -> bool:
        """Whether a definition that is written stands, though this one comes later."""
        return self.stub or (not self.makes.isdisjoint(NAMES) and is_empty(self.node))

    @cached_property
    def texts(self) -> frozenset[str]:
        """The constants in it, in quotes."""
        nodes = ast.walk(self.node or ast.Pass())
        return frozenset(repr(one.value) for one in nodes if isinstance(one, ast.Constant))

    def takes(self, expected: list[Parameter], by_name: bool = True) -> bool:
        """Say whether it may define what takes these arguments: by their names, or else in
        their order, if none is called as something else.
        """
        value = getattr(self.node, "value", None)
        function = value if isinstance(value, ast.Lambda) else self.node
        if not isinstance(function, (*Function, ast.Lambda)):
            return self.defines or not is_plain(value)
        arguments = function.args
        names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
        needed = [one.name for one in expected if one.default is one.empty]
        if arguments.vararg is not None or names[: len(needed)] == needed:
            return True
        required = len(names) - len(arguments.defaults)
        others = [own for own, name in zip(names, needed, strict=False) if name in OBJECTS]
        return (
            not by_name
            and required <= len(needed) <= len(names)
            and not any(map(TENSORS_OR_BATCHES.fullmatch, others))
        )

    def imported(self, package: str) -> Iterator[tuple[str, str, str]]:
        """Yield what it imports within `package`: a module's absolute name, a name there, and the
        name that it binds; "" for what there is not. Outside a package a relative import leads
        nowhere.
        """
        node = self.node
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.name, "", one.asname or ""
                if not one.asname:
                    yield (top := one.name.split(".")[0]), "", top
        elif isinstance(node, ast.ImportFrom) and (package or not node.level):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            for one in node.names:
                yield module, one.name, "" if one.name == STAR else one.asname or one.name

    def one_by_one(self) -> Iterator["Statement"]:
        """Yield an import of several names as an import for each."""
        assert isinstance(self.node, Import)
        for alias in self.node.names:
            single: ast.stmt = ast.Import([alias])
            if isinstance(self.node, ast.ImportFrom):
                single = ast.ImportFrom(self.node.module, [alias], self.node.level)
            yield read_statement(ast.copy_location(single, self.node), self.path, self.flags)

    def without_annotations(self) -> "Statement":
        """Return a statement whose annotations are not evaluated."""
        assert self.node is not None
        return read_statement(
            self.node, self.path, self.flags | __future__.annotations.compiler_flag
        )


def read_file(path: Path) -> list[Statement]:
    """Read the statements of one file."""
    return _resolve(_read_bytes(path))


def read_cells(folder: Path) -> list[Statement]:
    """Read the statements of all cells in `folder`, top to bottom, and of the files they run."""
    statements: list[Statement] = []
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    for path in cells(folder):
        text = path.read_bytes().decode("utf-8", "replace")
        if not is_foreign(text):
            for file in files_run(text, folder):
                statements += _read_bytes(file)
            found, flags = _read(str(path), None, text, flags)
            statements += found
    return _resolve(statements)


def _read_bytes(path: Path) -> list[Statement]:
    data = path.read_bytes()
    return _read(str(path), data, data.decode("utf-8", "replace"))[0]


def _read(path: str, data: bytes | None, text: str, flags: int = 0) -> tuple[list[Statement], int]:
    """Return the statements of a text, and the flags for what comes below.

    `data` are the bytes of a file of Python; a cell has none.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parse(text, path) if data is None else _parse_file(data, text, path)
            if data is not None:
                refuse_late_future(tree, path)
            flags |= future_flags(tree)
            return [read_statement(node, path, flags) for node in tree.body], flags
    except Exception as error:  # noqa: BLE001 - not Python, or too much for Python's parser
        made = frozenset(_made(text))
        return [
            Statement(path, error=_conflict(text, path) or _located(error, path), makes=made)
        ], flags


def _parse_file(data: bytes, text: str, path: str) -> ast.Module:
    """Parse a file; one that was exported from a notebook may still have IPython's own lines."""
    try:
        return ast.parse(data, path)
    except SyntaxError as error:
        if EXPORTED.search(text):
            with contextlib.suppress(SyntaxError):
                return parse(text, path)
        raise error from None


def _conflict(text: str, path: str) -> SyntaxError | None:
    """Return what to say of a text that Git could not merge; None of any other."""
    found = CONFLICT.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    error = SyntaxError("invalid syntax", (path, line, None, None))
    return advised(error, "advice.merge-conflict")


def _located(error: Exception, path: str) -> SyntaxError:
    """Return the error of a text that cannot be read, with its file or cell."""
    if isinstance(error, SyntaxError):
        return error
    message = str(error) or "this is too deeply nested"
    return SyntaxError(message, (path, 1, None, None))


def read_statement(node: ast.stmt, path: str, flags: int) -> Statement:
    """Read one statement."""
    blocks = list(_blocks(node))
    makes = frozenset(name for block in blocks for name in _makes(block))
    statement = Statement(
        path,
        node,
        flags,
        makes=makes,
        aliases=dict(alias for block in blocks for alias in _aliases(block)),
    )
    if isinstance(node, (*Definition, *Import)):
        return statement
    try:
        return replace(statement, sets=frozenset(global_names(statement.code)[1] - makes))
    except SyntaxError:
        return replace(statement, makes=makes | statement.aliases.keys())


def _resolve(statements: Iterable[Statement]) -> list[Statement]:
    """Let a statement make its aliases of what is made itself; of a result it does not."""
    statements = list(statements)
    made = frozenset(vars(builtins)).union(*(statement.makes for statement in statements))
    resolved = []
    for statement in statements:
        real = {name for name, source in statement.aliases.items() if source in made}
        made |= real
        if real:
            makes, sets = statement.makes | real, statement.sets - real
            statement = replace(statement, makes=makes, sets=sets)
        resolved.append(statement)
    return resolved


def _blocks(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements in a statement that are run where it stands, itself first."""
    if isinstance(node, ast.stmt):
        yield node
    if not isinstance(node, Definition):
        for child in ast.iter_child_nodes(node):
            yield from _blocks(child)


def _makes(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement defines, imports, or wraps in something that takes them."""
    if isinstance(node, Definition):
        yield node.name
    elif isinstance(node, Import):
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
            source = root(node.value)
            if isinstance(target, ast.Name) and source:
                yield target.id, source


def _made(text: str) -> Iterator[str]:
    """Yield the names that a text would make if it were Python."""
    for found in MADE.finditer(text):
        yield found[1] or found[2]
    for found in IMPORTED.finditer(text):
        for part in found[1].strip("()\\ ").split(","):
            words = part.split()
            if words:
                yield words[-1] if "as" in words else words[0].split(".")[0]
