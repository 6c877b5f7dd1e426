"""Finds the statements of a text that make a name.

- A name is made by the `def`, `class` or `import` that binds it, by an alias of such a name
  (`MLP = Net`), by a lambda, or by an assignment that wraps it (`evaluate = no_grad()(evaluate)`).
  Only a name that nothing of this kind makes is made by another assignment, or by a block with
  such an assignment: `device = "cuda" if … else "cpu"` is run, `accuracy = accuracy(model, digits)`
  below the function `accuracy` is not.
- What sets an attribute or an item of the name goes with it (`MLP.forward = forward`), and so does
  what attaches to it: a decorator that is given it, `setattr`, a function that sets attributes of
  what it is handed, and, where an assignment made the name, a call of its method that stands alone
  (`sizes.append(8)`). So do definitions that are decorated by a function that changes the name, or
  that comes from the same file of the student's.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property

from .questions import NAMES
from .statements import STAR, Statement

KINDS = ("makes", "sets", "changes", "calls")
Index = dict[str, set[int]]  # numbers of statements by name


class Makers:
    """What makes the names of a text's statements, which are meant by their numbers.

    `is_students` says of a module's absolute name whether the module is the student's.
    """

    def __init__(self, statements: list[Statement], is_students: Callable[[str], bool]) -> None:
        self.statements = statements
        self.is_students = is_students

    def makers(self, name: str) -> set[int]:
        """Return the numbers of the statements that make a name."""
        index = self._index
        makers = set(index["makes"][name])
        if makers:
            makers |= {n for n in index["calls"][name] if self._hands_on_a_definition(n)}
            if all(self.statements[number].hides_nothing for number in makers):
                makers |= index["sets"][name] - self.running  # such as `accuracy = partial(…)`
        elif makers := set(index["sets"][name]):
            makers |= index["calls"][name]
        else:
            makers = self._calls_that_bind(name)
        return makers | index["changes"][name] | self._registered(name) if makers else makers

    @property
    def any_name(self) -> set[int]:
        """The statements that may make any name, such as `exec(…)` or `from … import *`."""
        return self._index["makes"][STAR]

    def attaching(self, names: set[str]) -> frozenset[int]:
        """Return what attaches to names, other than `names`, that come from the student's files."""
        others = {one for found in self._imported.values() for one in found} - names
        decorated = {n for one in others for n in self._index["through"][one]}
        decorated = {n for n in decorated if getattr(self.statements[n].node, "decorator_list", ())}
        return frozenset(decorated.union(*(self._index["changes"][one] for one in others)))

    def imported_modules(self, package: str) -> Iterator[str]:
        """Yield the absolute names of what may be modules of those that the text imports."""
        for node in (statement.node for statement in self.statements):
            if isinstance(node, ast.Import):
                yield from (one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom):
                parts = package.split(".")[: package.count(".") + 2 - node.level]
                above = parts if node.level else []
                module = ".".join(filter(None, [*above, node.module]))
                yield module
                yield from (f"{module}.{one.name}" for one in node.names)

    def _registered(self, name: str) -> set[int]:
        """Return the definitions that are entered in `name` by what decorates them."""
        registrars = {
            one for number in self._index["inner"][name] for one in self.statements[number].makes
        } | self._imported_beside(name)
        return {n for registrar in registrars for n in self._index["through"][registrar]}

    def _imported_beside(self, name: str) -> set[str]:
        """Return the names that come from the same file of the student's as `name`."""
        return {one for names in self._imported.values() if name in names for one in names}

    def _calls_that_bind(self, name: str) -> set[int]:
        """Return the calls, alone on a line, of functions that bind `name` by `global`."""
        numbers = self._index["inner"][name]
        binding = {one for number in numbers for one in self.statements[number].makes} - {*NAMES}
        return {n for n, one in enumerate(self.statements) if one.effects.lone_call in binding}

    def _hands_on_a_definition(self, number: int) -> bool:
        return any(
            self.statements[n].defines
            for name in self.statements[number].effects.handed
            for n in self._index["makes"][name]
        )

    @cached_property
    def _index(self) -> dict[str, Index]:
        index: dict[str, Index] = {kind: defaultdict(set) for kind in (*KINDS, "inner", "through")}
        for number, statement in enumerate(self.statements):
            for kind in KINDS:
                for name in getattr(statement, kind):
                    index[kind][name].add(number)
            for name in statement.effects.through if statement.defines else ():
                index["through"][name].add(number)
            if statement.effects.dynamic:
                index["makes"][STAR].add(number)
        acting = {*index["through"], *(one.effects.lone_call for one in self.statements)}
        for number, statement in enumerate(self.statements):
            if statement.defines and statement.makes & acting:
                for name in statement.effects.inner:
                    index["inner"][name].add(number)
        return index

    @cached_property
    def _imported(self) -> dict[str, set[str]]:
        """The names that come from each of the student's own files."""
        found: dict[str, set[str]] = defaultdict(set)
        for statement in self.statements:
            node = statement.node
            if isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                if node.level or self.is_students(module):
                    found[module] |= statement.makes
        return found

    @cached_property
    def settings(self) -> set[int]:
        """The statements that change how those below work."""
        return {n for n, one in enumerate(self.statements) if one.effects.setting}

    @cached_property
    def all_names(self) -> list[str]:
        """All names but those that only a run of the assignment's functions makes."""
        kept = set(range(len(self.statements))) - self.running
        return sorted({name for number in kept for name in self.statements[number].names})

    @cached_property
    def running(self) -> set[int]:
        """The statements that call the assignment's functions, or use what such a call returned."""
        calling, results, running = {*NAMES, "input"}, set[str](), set[int]()
        while True:
            before = len(calling), len(results), len(running)
            for number, one in enumerate(self.statements):
                if one.defines and one.uses & calling:
                    calling |= one.makes
                elif not one.imports and (one.effects.called & calling or one.uses & results):
                    running.add(number)
                    results |= one.sets
            if before == (len(calling), len(results), len(running)):
                return running
