"""Makes mutants of the reference: each has one change in what students write.

Only the code between the marks of the solution and the defaults of parameters change. Code that
equals the reference's, or an earlier mutant's, is left out.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from ...probing.questions import HOMES, PACKAGE, QUESTIONS
from ...release.assignment import BEGIN, END
from .changes import like, other_defaults, put, replacements
from .independence import may_be_repeated, may_pass

_Located = ast.stmt | ast.arg


@dataclass(frozen=True)
class Mutant:
    """The reference with one change: the file `path` of the package has the text `code` instead.

    `name` says what changed, and stays as it is while the line it is on does.
    `independent`: it only repeats or reorders assignments that do not depend on each other.
    """

    name: str
    question: str
    path: str
    code: str
    independent: bool = False


@dataclass(frozen=True)
class _Edit:
    """One change: a field of a node gets another value. `text` describes it, or the new code."""

    node: ast.AST
    field: str
    value: object
    text: str = ""
    independent: bool = False


def mutants(files: Mapping[str, bytes]) -> list[Mutant]:
    """Return the mutants of a solution, given its files by path, in the order of `QUESTIONS`."""
    found: list[Mutant] = []
    for question, names in QUESTIONS.items():
        for name in names:
            path = f"{PACKAGE}/{HOMES[name]}.py"
            found += mutants_of(files[path].decode(), path, name, question)
    return found


def mutants_of(source: str, path: str, name: str, question: str) -> Iterator[Mutant]:
    """Yield the mutants of one function or class."""
    tree = ast.parse(source)
    lines = _solution_lines(source)
    seen = {ast.unparse(tree)}
    counts: Counter[str] = Counter()
    for function, title in _functions(tree, name):
        for statement, edit in _edits(function, lines):
            before, old = _header(statement), getattr(edit.node, edit.field)
            setattr(edit.node, edit.field, edit.value)
            code, after = ast.unparse(tree), edit.text or _header(statement)
            setattr(edit.node, edit.field, old)
            if code in seen:
                continue
            seen.add(code)
            text = f"{path.split('/')[-1]} {title}: {before} -> {after}"
            counts[text] += 1
            number = f" ({counts[text]})" if counts[text] > 1 else ""
            yield Mutant(text + number, question, path, code, edit.independent)


def _solution_lines(source: str) -> set[int]:
    """Return the numbers of the lines between the marks."""
    found, inside = set(), False
    for number, line in enumerate(source.split("\n"), 1):
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif inside:
            found.add(number)
    return found


def _functions(tree: ast.Module, name: str) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Yield the function of that name, or the methods of that class, each with its title."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield node, name
        elif isinstance(node, ast.ClassDef) and node.name == name:
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    yield method, f"{name}.{method.name}"


def _edits(function: ast.FunctionDef, lines: set[int]) -> Iterator[tuple[_Located, _Edit]]:
    """Yield every change to a function, after the statement or parameter that it is in."""
    positional = [*function.args.posonlyargs, *function.args.args]
    defaults = function.args.defaults
    parameters: dict[str, ast.expr | None] = dict.fromkeys(
        argument.arg for argument in positional if argument.arg != "self"
    )
    first = len(positional) - len(defaults)
    for argument, default in zip(positional[first:], defaults, strict=True):
        parameters[argument.arg] = default
        shown = ast.arg(f"{argument.arg}={ast.unparse(default)}")
        for other in other_defaults(default):
            value, text = put(defaults, default, other), f"{argument.arg}={ast.unparse(other)}"
            yield shown, _Edit(function.args, "defaults", value, text)
    for block in ast.walk(function):
        yield from _block_edits(block, lines)
        if isinstance(block, ast.stmt) and block.lineno in lines:
            yield from ((block, edit) for edit in _statement_edits(block))
            for node, field, child in _slots(block):
                for new in replacements(child, parameters):
                    yield block, _Edit(node, field, put(getattr(node, field), child, new))


def _slots(statement: ast.stmt) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """Yield every node of a statement, but not of those inside it, after its parent and field."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop(0)
        for field, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not isinstance(child, ast.stmt):
                    yield node, field, child
                    waiting.append(child)


def _statement_edits(statement: ast.stmt) -> Iterator[_Edit]:
    """Yield changes to what a statement returns or loops over."""
    if isinstance(statement, ast.Return) and statement.value is not None:
        value = statement.value
        parts = value.elts if isinstance(value, ast.Tuple) else []
        news: list[ast.expr | None] = [None, ast.Constant(0.0), ast.UnaryOp(ast.USub(), value)]
        news += [like(value, elts=put(parts, part, ast.Constant(0.0))) for part in parts]
        yield from (_Edit(statement, "value", new) for new in [*news, *parts])
    elif isinstance(statement, ast.For):
        for ends in ("[:1]", "[1:]", "[:-1]"):
            shorter = ast.parse(f"list({ast.unparse(statement.iter)}){ends}", mode="eval").body
            yield _Edit(statement, "iter", shorter)


def _block_edits(block: ast.AST, lines: set[int]) -> Iterator[tuple[ast.stmt, _Edit]]:
    """Yield changes to which statements a block has, and in which order."""
    body = getattr(block, "body", [])
    if not isinstance(body, list):  # of a lambda, or of `x if y else z`: an expression
        return
    first = next((i for i, statement in enumerate(body) if statement.lineno in lines), len(body))
    given, body = body[:first], body[first:]

    def edit(text: str, independent: bool, *new: Iterable[ast.stmt]) -> _Edit:
        statements = [*given, *(statement for part in new for statement in part)]
        return _Edit(block, "body", statements or [ast.Pass()], text, independent)

    for index, statement in enumerate(body):
        before, after = body[:index], body[index + 1 :]
        header = _header(statement)
        yield statement, edit("deleted", False, before, after)
        if not isinstance(statement, ast.Return):
            again = [statement, statement]
            yield statement, edit("twice", may_be_repeated(statement), before, again, after)
        match statement:
            case ast.AugAssign(target, _, value):
                plain = ast.Assign([target], value, lineno=0)
                yield statement, edit(ast.unparse(plain), False, before, [plain], after)
            case ast.With(_, inner):
                yield statement, edit("its block alone", False, before, inner, after)
        if isinstance(statement, (ast.For, ast.With)):
            start, end = statement.body[0], statement.body[-1]
            without_start = like(statement, body=statement.body[1:] or [ast.Pass()])
            without_end = like(statement, body=statement.body[:-1] or [ast.Pass()])
            free, inside = partial(may_pass, like(statement, body=[])), f"inside `{header}`"
            earlier, later = [start, without_start], [without_end, end]
            if len(statement.body) > 1 or isinstance(statement, ast.For):  # else: its block alone
                yield start, edit(f"before `{header}`", free(start), before, earlier, after)
                yield end, edit(f"after `{header}`", free(end), before, later, after)
            if before:
                more = like(statement, body=[before[-1], *statement.body])
                yield before[-1], edit(inside, free(before[-1]), before[:-1], [more], after)
            if after:
                more = like(statement, body=[*statement.body, after[0]])
                yield after[0], edit(inside, free(after[0]), before, [more], after[1:])
    for index, (statement, neighbour) in enumerate(pairwise(body)):
        if not isinstance(neighbour, ast.Return):  # what follows it is as good as deleted
            order = body[:index], [neighbour, statement], body[index + 2 :]
            alone = may_pass(statement, neighbour)
            yield statement, edit(f"after `{_header(neighbour)}`", alone, *order)


def _header(statement: _Located) -> str:
    """Return a statement in one line; of one with a block, the line above the block."""
    lines = ast.unparse(statement).split("\n")
    return lines[0].removesuffix(":") if getattr(statement, "body", None) else " ".join(lines)
