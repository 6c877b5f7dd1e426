"""Finds the statements of a text that make a name, and those that change what it stands for.

- A name is made by the `def`, `class` or `import` that binds it, by an alias of such a name
  (`MLP = Net`), by a lambda, or by an assignment that makes it of itself (`Config = Config()`,
  `evaluate = no_grad()(evaluate)`). Only a name that nothing of this kind makes is made by another
  assignment: `device = "cuda" if … else "cpu"` is run, `accuracy = accuracy(model, digits)` below
  the function `accuracy` is not.
- What it stands for is changed by a statement that sets an attribute or an item of it, calls a
  method of it, hands it to a call whose result nobody takes, derives a class from it, or does so
  with something that was made of it (`row` of `table`); and by a call of the student's own function
  that does so, in whichever file. So registries are filled, and methods attached.
- Left out is what runs the assignment's functions, trains, or waits for something outside, itself
  or in a function that it calls, and what needs the results of that; it is run only where nothing
  else makes a name that is needed.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from .effects import Effects, Function, is_plain
from .names import Names, Numbers
from .questions import NAMES
from .statements import Statement

SETTING = "a setting"  # what a statement changes that changes how the code below works


@dataclass(frozen=True)
class Run:
    """A definition that a call runs: its text, its number there, and the name by which it came."""

    makers: "Makers"
    number: int
    through: str  # the name that was imported for it, where it stands in another file

    @property
    def statement(self) -> Statement:
        """The definition itself."""
        return self.makers.statements[self.number]


class Makers(Names):
    """What makes, and what changes, that for which the names of a text stand."""

    def __init__(
        self, statements: list[Statement], package: str, other: Callable[[str], Self | None]
    ) -> None:
        super().__init__(statements, package, other)
        self._runs: dict[str, tuple[list[Run], bool]] = {}
        self._left_out: dict[int, bool] = {}

    def makers(self, name: str) -> set[int]:
        """Return the numbers of the statements that make a name."""
        made, assigned = self.made[name], self.assigned[name]
        kept = {number for number in assigned if not self.is_left_out(number)}
        if not made:
            return kept or assigned
        if all(self._leaves_room(name, self.statements[number]) for number in made):
            return made | kept  # such as `accuracy = partial(…)`
        kept = {number for number in kept if self._is_asked_for_below(name, number)}
        return made | kept | {one for one in assigned if self._makes_of_itself(name, one)}

    def changing(self, name: str) -> set[int]:
        """Return the numbers of the statements that change what a name stands for."""
        return {number for number in self._changes[name] if not self.is_left_out(number)}

    def changing_others(self, but: set[str]) -> set[int]:
        """Return what changes settings, or what comes from other files, but for these names."""
        names = [name for name in [*self._changes] if name not in but and self.is_students(name)]
        return set().union(*(self.changing(name) for name in (SETTING, *names)))

    def extending_path(self) -> set[int]:
        """Return the numbers of the statements that put folders on `sys.path`."""
        return {number for number in self.changing(SETTING) if self._mentions_path(number)}

    def _mentions_path(self, number: int) -> bool:
        statement = self.statements[number]
        runs = (run for call in statement.effects.called for run in self.runs(call.callee)[0])
        return any(
            "sys.path" in one.chains for one in (statement, *(run.statement for run in runs))
        )

    @cached_property
    def opened(self) -> set[str]:
        """The names of files, in quotes, that statements open."""
        return {name for name in self._changes if name[0] in "'\""}

    @property
    def all_names(self) -> list[str]:
        """All names but those that only what is left out makes."""
        numbers = [n for n in range(len(self.statements)) if not self.is_left_out(n)]
        return sorted({name for number in numbers for name in self.statements[number].names})

    def is_left_out(self, number: int) -> bool:
        """Say whether a statement runs what is left out, or needs the results of that."""
        if number not in self._left_out:
            self._left_out[number] = False  # as long as it is looked at
            self._left_out[number] = self._is_left_out(self.statements[number], number)
        return self._left_out[number]

    def _is_left_out(self, statement: Statement, number: int) -> bool:
        if statement.defines or statement.imports:
            return False
        effects = statement.effects
        if effects.waits or any(self.runs(call.callee)[1] for call in effects.called):
            return True
        for name in statement.uses - effects.bound_by_loops:
            others = self.assigned[name] - {number}
            if others and not self.made[name] and all(map(self.is_left_out, others)):
                return True
        return False

    def runs(self, callee: str) -> tuple[list[Run], bool]:
        """Return what a call of `name`, or `name.attribute`, runs of the student's; and whether
        that does what is left out.
        """
        if callee not in self._runs:
            self._runs[callee] = self._find_runs(callee)
        return self._runs[callee]

    def _find_runs(self, callee: str) -> tuple[list[Run], bool]:
        runs, left_out = list[Run](), False
        waiting, seen = [(self, callee, "")], set[tuple[Makers, str]]()
        while waiting:
            asking, asked, through = waiting.pop()
            if (asking, asked) in seen:
                continue
            seen.add((asking, asked))
            makers, name = asking.origin(asked)
            if asking is self and makers is not self:
                through = through or asked.partition(".")[0]
            if name in NAMES:
                left_out = True
                continue
            head = name.partition(".")[0]
            for number in makers.made[head] | makers.assigned[head]:
                statement = makers.statements[number]
                if statement.defines or isinstance(getattr(statement.node, "value", 0), ast.Lambda):
                    runs.append(Run(makers, number, through))
                    left_out |= statement.when_called.waits
                    used = [one for one in statement.chains if one.split(".")[0] in statement.uses]
                    waiting += [(makers, one, through) for one in used]
                elif not statement.imports:  # such as `trainer = Trainer()`, `fit = train`
                    sources = [call.callee for call in statement.effects.called]
                    sources += [statement.aliases[head]] if head in statement.aliases else []
                    waiting += [(makers, one, through) for one in sources]
        return runs, left_out

    def _leaves_room(self, name: str, maker: Statement) -> bool:
        """Say whether another assignment to a name counts beside what makes it."""
        wraps = not maker.defines and not maker.imports and name in maker.uses
        return wraps or maker.hides_nothing or (maker.imports and name not in NAMES)

    def _is_asked_for_below(self, name: str, number: int) -> bool:
        """Say whether a definition below an assignment to its own name needs what that has made,
        such as `def train(model, _train=train)`.
        """
        nodes = [self.statements[made].node for made in self.made[name] if made > number]
        functions = [one for one in nodes if isinstance(one, ast.FunctionDef)]
        parts = [
            part
            for one in functions
            for part in (*one.decorator_list, *one.args.defaults, *one.args.kw_defaults)
            if part is not None
        ]
        used = (one for part in parts for one in ast.walk(part) if isinstance(one, ast.Name))
        return any(one.id == name for one in used)

    def _makes_of_itself(self, name: str, number: int) -> bool:
        """Say whether an assignment makes what is defined or imported anew, of itself."""
        if name not in self.statements[number].uses:
            return False
        nodes = [self.statements[made].node for made in self.made[name]]
        classes = [one for one in nodes if isinstance(one, ast.ClassDef)]
        if classes and classes == nodes:  # such as `Config = Config()`
            return name not in NAMES or any(
                getattr(one, "name", "") == "__call__" for node in classes for one in node.body
            )
        return name not in NAMES and not self.is_left_out(number)

    @cached_property
    def _changes(self) -> Numbers:
        """The statements that change what a name stands for, also by way of an alias."""
        aliases: dict[str, set[str]] = defaultdict(set)
        others = [(n, one) for n, one in enumerate(self.statements) if not one.imports]
        for _, statement in others:
            for name, sources in statement.effects.aliases.items():
                aliases[name] |= {one for one in sources if self._is_changeable(one)}
        changes = Numbers()
        for number, statement in others:
            waiting = {*self._changed(statement)}
            while waiting:
                name = waiting.pop()
                if number not in changes[name]:
                    changes.add(name, number)
                    waiting |= aliases[name]
        return changes

    def _changed(self, statement: Statement) -> Iterator[str]:
        """Yield the names for which a statement changes what they stand for."""
        yield from self._changed_by(statement.effects)
        for call in statement.effects.called:
            runs, _ = self.runs(call.callee)
            if runs and not isinstance(runs[0].statement.node, ast.ClassDef):
                yield from filter(self._is_changeable, call.handed)
                if call.lone and call.handed & self.library and any(map(_stores, runs)):
                    yield SETTING  # such as `@patch(torch.Tensor)`
            elif runs and call.lone and self._is_object(call.callee):
                yield call.callee.partition(".")[0]  # such as `@register("mlp")`
            for run in runs:
                inner = run.makers.changed_when_called(run.statement)
                if run.makers is self:
                    yield from inner
                elif inner:
                    yield run.through if inner - {SETTING} else SETTING

    def changed_when_called(self, definition: Statement) -> set[str]:
        """Return what a definition changes in its own file when it is called."""
        return {*self._changed_by(definition.when_called, definition.uses)}

    def _changed_by(self, effects: Effects, used: frozenset[str] | None = None) -> Iterator[str]:
        """Yield what code changes itself, of the names in `used`."""
        changed = {*effects.stored, *effects.asked, *effects.handed}
        for name in changed if used is None else changed & used:
            if name in self.library:
                if name in effects.stored:  # such as `torch.Tensor.nll = …`, `os.environ[…] = …`
                    yield SETTING
            elif (
                name in effects.stored
                or self._is_changeable(name)
                or (name in effects.asked and self.origin(name)[1])  # a function's: no module's
            ):
                yield name
        for call in effects.called:
            # such as `registry.TABLE.update(…)`, of a file that is imported
            makers, called = self.origin(call.callee)
            owner, _, method = called.partition(".")
            if makers is not self and method and makers._is_changeable(owner):
                yield call.callee.partition(".")[0]
        yield from (name for name in effects.stored if name[0] in "'\"")
        if effects.sets_up:
            yield SETTING

    def _is_object(self, name: str) -> bool:
        """Say whether a name stands for an object that the student has made, and may be called."""
        makers, name = self.origin(name)
        return any(not one.defines and _makes_changeable(one) for one in makers.binding(name))

    def _is_changeable(self, name: str) -> bool:
        """Say whether a name stands for an object or a class: no number, function or library."""
        makers, name = self.origin(name)
        return any(map(_makes_changeable, makers.binding(name)))


def _stores(run: Run) -> bool:
    """Say whether a function sets an attribute or item of what it is given, or has found."""
    statement = run.statement
    is_function = isinstance(statement.node, Function)
    return is_function and not statement.when_called.stored <= statement.uses


def _makes_changeable(statement: Statement) -> bool:
    """Say whether a statement binds a name to an object, or to a class."""
    if statement.defines:
        return isinstance(statement.node, ast.ClassDef)
    return not statement.imports and not is_plain(getattr(statement.node, "value", None))
