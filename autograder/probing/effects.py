"""Tells from a statement's tree what it does beside binding names."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

SETTINGS = re.compile(  # calls that change how the code below works, or what there is
    r"torch\.set_\w+|sys\.setrecursionlimit|sys\.path\.(?:append|extend|insert)"
    r"|os\.environ\.(?:setdefault|update)|(?:.*\.)?(?:makedirs|mkdir|import_module)"
)
WAITS = re.compile(  # calls that train, or wait for something outside
    r"input|(?:.*\.)?(?:backward|datasets\.\w+|\w*MNIST|system|urlopen|urlretrieve)"
)
DYNAMIC = {"eval", "exec", "globals", "locals", "vars"}  # by these, any name may be made or used
SETTERS = {"delattr", "setattr"}
PLAIN_CALLS = re.compile(r"(?:.*\.)?(?:bool|device|float|get_device_name|int|is_available|len|str)")
Function = (ast.FunctionDef, ast.AsyncFunctionDef)
Definition = (*Function, ast.ClassDef)
Chain = (ast.Attribute, ast.Subscript, ast.Call)


@dataclass(frozen=True)
class Call:
    """A call: what is called, such as `json.load`, and the names among its arguments.

    It is `lone` where nobody takes its result.
    """

    callee: str
    handed: frozenset[str]
    lone: bool


class Effects:
    """What code does beside binding names: where a statement stands, or when it is called.

    `stored` are the names it sets an attribute or item of, adds to, binds by `global`, or opens a
    file by (a file's name that is written there comes in quotes); `asked` those whose methods it
    calls; `handed` those among the arguments of calls whose results nobody takes, and what any of
    all these is an alias of. `aliases` are the names it binds, with those that it makes them of.
    """

    def __init__(self, node: ast.stmt, when_called: bool = False) -> None:
        self.stored = set[str]()
        self.asked = set[str]()
        self.called: list[Call] = []
        self.aliases: dict[str, set[str]] = defaultdict(set)
        self.bound_by_loops = set[str]()
        self.waits = self.loops = self.dynamic = False
        self._lone = set[int]()
        for one in ast.walk(node) if when_called else _outer(node):
            self._note(one)
        self.handed = {name for call in self.called if call.lone for name in call.handed}
        waiting = self.stored | self.asked | self.handed if self.aliases else set()
        while waiting:
            new = self.aliases.get(waiting.pop(), set()) - self.handed
            self.handed |= new
            waiting |= new

    @property
    def sets_up(self) -> bool:
        """Whether it calls what changes how the code below works."""
        return any(SETTINGS.fullmatch(call.callee) for call in self.called)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Expr):
            self._lone |= {id(one) for one in ast.walk(node) if isinstance(one, ast.Call)}
        elif isinstance(node, ast.Call):
            self._note_call(node)
        elif isinstance(node, ast.Global):
            self.stored |= {*node.names}
        elif isinstance(node, ast.While):
            self.loops = True
            self.waits |= _has_no_end(node)
        elif isinstance(node, Definition):
            self._note_definition(node)
        elif isinstance(node, ast.Attribute) and chain(node) == "sys.modules":
            self.dynamic = True
        self._note_targets(node)

    def _note_call(self, node: ast.Call) -> None:
        callee = chain(node.func)
        handed = _mentioned([*node.args, *(keyword.value for keyword in node.keywords)])
        self.called.append(Call(callee, handed, id(node) in self._lone))
        if isinstance(node.func, ast.Attribute) and (name := root(node.func)):
            self.asked.add(name)
        first = node.args[0] if node.args else None
        if callee in SETTERS and first is not None:
            self.stored |= _mentioned([first])
        elif callee.split(".")[-1] == "open" and isinstance(first, (ast.Constant, ast.Name)):
            self.stored.add(first.id if isinstance(first, ast.Name) else repr(first.value))
        self.dynamic |= callee in DYNAMIC
        self.waits |= bool(WAITS.fullmatch(callee))

    def _note_definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        """Note what decorates a function or class, and what a class derives from, as calls."""
        above = list(node.decorator_list)
        self._lone |= {id(one) for one in above}
        if isinstance(node, ast.ClassDef):
            bases = [*node.bases, *(keyword.value for keyword in node.keywords)]
            above += bases
            self.asked |= {name for one in bases if (name := root(one))}
        handed = frozenset[str]()
        if isinstance(node, Function) and node.decorator_list:  # `@patch` of `self: MLP`
            first = [*node.args.posonlyargs, *node.args.args][:1]
            annotation = first[0].annotation if first else None
            if isinstance(annotation, ast.Constant):
                handed = frozenset({str(annotation.value)})
            elif annotation is not None:
                handed = _mentioned([annotation])
        for one in above:
            self.called.append(Call(chain(one), handed, lone=True))
            if isinstance(one, ast.Attribute) and (name := root(one)):
                self.asked.add(name)

    def _note_targets(self, node: ast.AST) -> None:
        """Note what a node binds, or sets an attribute or item of, and of what it makes that."""
        found = getattr(node, "targets", None)
        if found is None:
            one = getattr(node, "target", None) or getattr(node, "optional_vars", None)
            found = [one] if isinstance(one, ast.AST) else []
        source = next(
            (
                value
                for field in ("value", "iter", "context_expr")
                if isinstance(value := getattr(node, field, None), ast.expr)
            ),
            None,
        )
        if isinstance(node, ast.withitem) and (name := root(node.context_expr)):
            self.asked.add(name)
        for target in found:
            for part in ast.walk(target):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    self.aliases[part.id] |= _mentioned([source] if source else [])
                    if isinstance(node, ast.AugAssign):
                        self.stored.add(part.id)
                    elif not isinstance(node, (ast.Assign, ast.AnnAssign)):
                        self.bound_by_loops.add(part.id)
                elif isinstance(part, (ast.Attribute, ast.Subscript)):
                    name = root(part) if not isinstance(part.ctx, ast.Load) else None
                    if name and not chain(part).startswith("sys.std"):
                        self.stored.add(name)


def root(node: ast.AST) -> str | None:
    """Return the name at the beginning of `name.attribute[item].method()`."""
    while isinstance(node, Chain):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def chain(node: ast.AST) -> str:
    """Return what stands there as `name.attribute`; in place of anything else stands `()`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{chain(node.value)}.{node.attr}"
    return chain(node.func) + "()" if isinstance(node, ast.Call) else "()"


def is_plain(value: ast.expr | None) -> bool:
    """Say whether the value of an expression is a number, a text or a function: unchangeable."""
    if isinstance(value, ast.Call):
        return bool(PLAIN_CALLS.fullmatch(chain(value.func)))
    if isinstance(value, ast.IfExp):
        return is_plain(value.body) and is_plain(value.orelse)
    if isinstance(value, (ast.BinOp, ast.UnaryOp, ast.Tuple)):
        parts = [one for one in ast.iter_child_nodes(value) if isinstance(one, ast.expr)]
        return all(map(is_plain, parts))
    return isinstance(value, (ast.Constant, ast.Compare, ast.JoinedStr, ast.Lambda))


def _mentioned(values: list[ast.expr]) -> frozenset[str]:
    """Return the names in expressions, but for those of functions that are called there."""
    nodes = [one for value in values for one in ast.walk(value)]
    called = {id(one.func) for one in nodes if isinstance(one, ast.Call)}
    return frozenset(one.id for one in nodes if isinstance(one, ast.Name) and id(one) not in called)


def _outer(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is run where a statement stands: no function's body."""
    yield node
    if isinstance(node, (*Function, ast.Lambda)):
        arguments = node.args
        parts: list[ast.AST | None] = [*arguments.defaults, *arguments.kw_defaults]
        if not isinstance(node, ast.Lambda):
            parts += node.decorator_list
        for part in parts:
            if part is not None:
                yield from _outer(part)
        return
    for child in ast.iter_child_nodes(node):
        yield from _outer(child)


def _has_no_end(loop: ast.While) -> bool:
    """Say whether a loop goes on for ever: `while True` without a way out."""
    ways_out = (ast.Break, ast.Return, ast.Raise, ast.Yield)
    return isinstance(loop.test, ast.Constant) and not any(
        isinstance(one, ways_out) for one in ast.walk(loop)
    )
