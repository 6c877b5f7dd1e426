"""Tells from a statement's tree what it does to names that other statements make."""

import ast
import re
from collections.abc import Iterator
from functools import cached_property

SETTINGS = re.compile(  # calls that change how the code below works, or where it may write
    r"torch\.set_\w+|sys\.setrecursionlimit|sys\.path\.(?:append|extend|insert)"
    r"|os\.(?:makedirs|mkdir)|os\.environ\.setdefault|(?:pathlib\.)?Path\(.*\)\.mkdir"
)
SET = re.compile(r"(?:sys\.path|os\.environ)\b.*")  # what else changes it, if it is assigned to
DYNAMIC = {"eval", "exec", "globals", "locals", "vars"}  # by these, any name may be made or used
SETTERS = {"delattr", "setattr"}
Function = (ast.FunctionDef, ast.AsyncFunctionDef)
Definition = (*Function, ast.ClassDef)


class Effects:
    """What a statement does beside binding names, each found out when it is asked for."""

    def __init__(self, node: ast.stmt) -> None:
        self.node = node
        value = node.value if isinstance(node, ast.Expr) else None
        self._lone = value if isinstance(value, ast.Call) else None

    @property
    def lone_call(self) -> str:
        """The function of a call that stands alone."""
        return (_callee(self._lone) or "") if self._lone else ""

    @cached_property
    def handed(self) -> frozenset[str]:
        """The names among the arguments of a call that stands alone."""
        return frozenset(_handed(self._lone))

    @cached_property
    def called(self) -> frozenset[str]:
        """The names that are called where it stands."""
        calls_here = (one.func for one in self._outer if isinstance(one, ast.Call))
        return frozenset(one.id for one in calls_here if isinstance(one, ast.Name))

    @cached_property
    def through(self) -> frozenset[str]:
        """The names that decorate what it defines, or that its class derives from."""
        return frozenset(_through(self.node))

    @cached_property
    def inner(self) -> frozenset[str]:
        """The names that its functions bind by `global`, or change, when they are called."""
        return frozenset(_inner(self.node))

    @cached_property
    def sets_attributes(self) -> bool:
        """Whether its function sets attributes of what it is handed."""
        return isinstance(self.node, Definition) and any(map(_sets, ast.walk(self.node)))

    @property
    def setting(self) -> bool:
        """Whether it changes how the code below works."""
        return _is_setting(self.node)

    @property
    def dynamic(self) -> bool:
        """Whether it may make a name that is not written there."""
        return any(map(_is_dynamic, self._outer))

    @property
    def endless(self) -> bool:
        """Whether it holds a `while` loop."""
        return any(isinstance(one, ast.While) for one in self._outer)

    @cached_property
    def _outer(self) -> list[ast.AST]:
        return list(_outer(self.node))


def root(node: ast.expr) -> str | None:
    """Return the name at the beginning of `name.attribute[item]`."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def changes(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement sets an attribute or an item of, also by a decorator."""
    targets: list[ast.expr] = []
    if isinstance(node, (ast.Assign, ast.Delete)):
        targets = node.targets
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
        targets = [node.target]
    for target in targets:
        name = root(target)
        if name and isinstance(target, (ast.Attribute, ast.Subscript)):
            yield name
    lone = node.value if isinstance(node, ast.Expr) else None
    if isinstance(lone, ast.Call) and _callee(lone) in SETTERS:
        yield from _handed(lone)
    if isinstance(node, Definition):
        yield from _decorated(node)


def calls(node: ast.stmt) -> Iterator[str]:
    """Yield the name of which a statement calls a method, and does nothing else."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        method = node.value.func
        name = root(method) if isinstance(method, ast.Attribute) else None
        if name:
            yield name


def _decorated(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str]:
    """Yield what a decorator may attach the definition to: `@to(MLP)`, `@patch` of `self: MLP`."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            yield from _handed(decorator)
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(target, ast.Attribute) and (name := root(target)):
            yield name
    if node.decorator_list and isinstance(node, Function):
        first = [*node.args.posonlyargs, *node.args.args][:1]
        if first and first[0].annotation is not None:
            annotation = first[0].annotation
            if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
                yield annotation.value
            elif name := root(annotation):
                yield name


def _handed(call: ast.Call | None) -> Iterator[str]:
    """Yield the names among the arguments of a call, and of the call that made its function."""
    while isinstance(call, ast.Call):
        for value in [*call.args, *(keyword.value for keyword in call.keywords)]:
            if isinstance(value, ast.Name):
                yield value.id
        call = call.func if isinstance(call.func, ast.Call) else None


def _callee(node: ast.expr) -> str | None:
    while isinstance(node, ast.Call):
        node = node.func
    return node.id if isinstance(node, ast.Name) else None


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


def _through(node: ast.AST) -> Iterator[str]:
    if isinstance(node, Definition):
        above = [*node.decorator_list, *(node.bases if isinstance(node, ast.ClassDef) else ())]
        for one in above:
            name = root(one.func if isinstance(one, ast.Call) else one)
            if name:
                yield name


def _inner(node: ast.stmt) -> Iterator[str]:
    """Yield the names that functions in a statement bind by `global`, or change."""
    for function in ast.walk(node):
        if isinstance(function, Function):
            for one in ast.walk(function):
                if isinstance(one, ast.Global):
                    yield from one.names
                elif isinstance(one, ast.stmt) and not isinstance(one, Definition):
                    yield from changes(one)
                    yield from calls(one)


def _sets(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "setattr"
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(
        isinstance(one, ast.Attribute) and root(one) not in (None, "self") for one in targets
    )


def _is_setting(node: ast.AST) -> bool:
    """Say whether a statement changes how the code below works, and does nothing else."""
    if isinstance(node, ast.If):
        return all(map(_is_setting, [*node.body, *node.orelse]))
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return bool(SETTINGS.fullmatch(ast.unparse(node.value.func)))
    targets = [node.target] if isinstance(node, ast.AugAssign) else getattr(node, "targets", [])
    return any(SET.fullmatch(ast.unparse(one)) for one in targets)


def _is_dynamic(node: ast.AST) -> bool:
    """Say whether code may make a name that is not written there."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in DYNAMIC
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.modules"
