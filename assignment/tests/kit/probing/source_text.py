"""Runs of one file, or of a notebook, what the names that are asked for need.

- What makes a name is found by `makers`. The global names that these statements use, also inside
  functions, are made in the same way; so a function that needs the result of training gets it,
  within the time of its own question.
- All this is run top to bottom, a statement at a time, in one namespace, where the last definition
  wins, unless it is still the released stub, or empty. A statement that fails costs only the names
  that need it. If a name cannot be made so, the rest of the text is run, too, but for what calls
  the functions of the assignment, and loops that may have no end.
"""

import ast
import builtins
import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from inspect import signature
from threading import RLock
from types import CodeType
from typing import Any

from .decorators import decorated
from .effects import DYNAMIC
from .makers import Makers
from .questions import HOMES, NAMES, PACKAGE
from .statements import STAR, Statement
from .student_error import StudentError
from .student_imports import StudentModule


@dataclass(frozen=True)
class Surroundings:
    """What a text is told about the rest of the submission.

    `standins` replace the student's own functions. `written` returns what is written elsewhere
    under a name that is still a stub here. `explain` tells why a statement failed; `run` runs one.
    """

    standins: Mapping[str, Any]
    written: Callable[[str], Any]
    begin: Callable[[Iterable[str], str], None]  # the files among modules that a text imports
    explain: Callable[["SourceText", Statement, BaseException], BaseException]
    run: Callable[[CodeType, dict[str, Any]], None]
    makers: Callable[[str], Makers | None]  # of a module of the student's; None for any other


class SourceText:
    """One file, or all cells of a notebook, as a module whose names are made when asked for.

    In `one_place` the stand-ins are there without an import, as in a notebook.
    """

    def __init__(
        self,
        module: StudentModule,
        read: Callable[[], list[Statement]],
        around: Surroundings,
        one_place: bool = False,
    ) -> None:
        self.module = module
        self.namespace = vars(module)
        self.module_name = module.__name__
        self.around = around
        self.one_place = one_place
        self.read = read
        self.done: set[int] = set()
        self.failures: dict[str, BaseException] = {}  # what kept a name from being made
        self.first_failure: BaseException | None = None
        self.stubs: set[str] = set()
        self.wanted: set[str] = set()
        self.begun = self.whole = False
        self.lock = RLock()  # threads of the student's may import
        if one_place:
            self.namespace.update(around.standins)

    @cached_property
    def statements(self) -> list[Statement]:
        """The statements of the text, which is read when it is first needed."""
        with _without_collecting():
            return self.read()

    @cached_property
    def makers(self) -> Makers:
        """What makes the names."""
        package = str(self.namespace.get("__package__") or "")
        return Makers(self.statements, package, self.around.makers)

    @cached_property
    def standins(self) -> Mapping[str, Any]:
        """The stand-ins, but for names that mean something else here: `accuracy(scores, labels)`
        in `utils.py` is none of the assignment's functions.
        """
        return {
            name: standin
            for name, standin in self.around.standins.items()
            if self._may_be(name, standin)
        }

    def _may_be(self, name: str, standin: Any) -> bool:
        """Say whether what is called `name` here may be what a stand-in stands for.

        An import gives what the file has from which it comes.
        """
        asked = self.one_place or self.module_name == f"{PACKAGE}.{HOMES[name]}"
        bound = self.makers_of(name)
        own = [one for one in bound if not one.imports]
        if not own:
            return asked or (not bound and not self.makers.is_students(name))
        written = [one for one in own if not one.hides_nothing]
        expected = [*signature(standin).parameters.values()]
        return not written or written[-1].takes(expected, by_name=not asked)

    @property
    def broken(self) -> BaseException | None:
        """What keeps the whole text from being read; never a single cell of a notebook."""
        one = self.statements[0] if self.statements else None
        return one.error if one and one.node is None and not self.one_place else None

    def value(self, name: str) -> Any:
        """Return what the module calls `name`: a stand-in where there is one.

        Raises what kept it from being made, or `AttributeError`.
        """
        if name in self.standins:
            return self.standins[name]
        return self.own_value(name)

    def own_value(self, name: str) -> Any:
        """Return what the text itself calls `name`; raises as `value` does."""
        if name.startswith("__") and not self.makers.makers(name):  # Python asks for many
            raise AttributeError(f"module {self.module_name!r} has no attribute {name!r}")
        self.make({name})
        if name in self.failures and (name not in self.namespace or name in self.stubs):
            raise self.failures[name]
        if name in self.namespace:
            return self.namespace[name]
        if self.broken:
            raise self.around.explain(self, self.statements[0], self.broken)
        if self.makers.makers("__getattr__"):  # what Python asks, too
            return self.own_value("__getattr__")(name)
        raise AttributeError(f"module {self.module_name!r} has no attribute {name!r}")

    def makes(self, name: str) -> bool:
        """Say whether the text may make a name itself."""
        return bool(self.makers.made[name] or self.makers.made[STAR])

    def makers_of(self, name: str) -> list[Statement]:
        """Return the statements that make a name, top to bottom."""
        return [self.statements[number] for number in sorted(self.makers.makers(name))]

    def offered_to(self, other: "SourceText") -> dict[str, Any]:
        """Return what `from … import *` binds of all that another text needs and does not make."""
        found = {}
        listed = self.own_value("__all__") if self.makers.makers("__all__") else None
        for name in other.wanted:
            if name in listed if listed is not None else not name.startswith("_"):
                try:
                    found[name] = self.value(name)
                except AttributeError:
                    continue
                except Exception as error:  # noqa: BLE001 - whatever a student's file raises
                    other.failures[name] = error
        return found

    def make(self, names: Collection[str] = ()) -> None:
        """Run what makes `names`, and at first what changes settings and other files' objects."""
        with self.lock:
            numbers = set[int]()
            if not self.begun:
                self.begun = True
                self._extend_path()
                self.around.begin(self.makers.imported_modules(), self.module_name)
                with _without_collecting():
                    numbers = self.makers.changing_others({*self.around.standins})
            with _without_collecting():
                needed, used = self._needed(names, numbers)
            failed = [number for number in needed if not self._run(number)]
            for number in failed:  # again: what it needs may stand further down
                self._run(number, again=True)
            failed = [number for number in failed if self._lacks(number, used)]
            if failed and not self.whole and not all(map(self._is_certain, failed)):
                self.run_rest()
                for number in failed:
                    self._run(number, again=True)

    def _extend_path(self) -> None:
        """Run what puts folders on `sys.path`: only then is it known whose the modules are that
        the text imports.
        """
        with _without_collecting():
            needed, _ = self._needed((), self.makers.extending_path())
        for number in needed:
            self._run(number)
        if needed:
            del self.makers

    def run_rest(self) -> None:
        """Run what no name needed, but for what calls the assignment's functions, or may not end.

        It is for what a definition needs and does not name: a folder that is made, a dict filled.
        """
        self.whole = True
        for number, statement in enumerate(self.statements):
            if not statement.effects.loops and not self.makers.is_left_out(number):
                self._run(number)

    def _is_certain(self, number: int) -> bool:
        """Say whether nothing else in the text can mend a failure."""
        errors = [self.failures.get(name) for name in self.statements[number].names]
        certain = ModuleNotFoundError, SyntaxError, StudentError
        return any(isinstance(error, certain) for error in errors)

    def _lacks(self, number: int, used: Set[str] | None = None) -> bool:
        names = self.statements[number].names
        return not (names if used is None else names & used) <= self.namespace.keys()

    def _run(self, number: int, again: bool = False) -> bool:
        """Run a statement, once; where it fails, keep the error for the names it should make."""
        statement = self.statements[number]
        repeated = STAR in statement.makes or (again and self._lacks(number))
        if number in self.done and not repeated:
            return True
        self.done.add(number)
        if statement.hides_nothing and statement.makes <= self.namespace.keys() - self.stubs:
            return True
        try:
            self._execute(statement)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever a student's code raises
            self._note_failure(statement, error)
            return False
        finally:
            self._put_standins_in_place()
        for name in statement.names & self.namespace.keys():
            self.failures.pop(name, None)
        hides = statement.hides_nothing
        self.stubs = self.stubs | statement.names if hides else self.stubs - statement.names
        return True

    def _execute(self, statement: Statement) -> None:
        try:
            self._exec(statement)
        except NameError as error:
            if not statement.defines or not ({error.name, STAR} & self.failures.keys()):
                raise
            self._exec(statement.without_annotations())  # such as `table: pd.DataFrame`
        except Exception:
            singles = [*statement.one_by_one()] if statement.imports else []
            if len(singles) < 2:
                raise
            for single in singles:
                self._import(single)

    def _exec(self, statement: Statement) -> None:
        if self.one_place and isinstance(statement.node, ast.If):  # `if __name__ == "__main__":`
            self.namespace["__name__"] = "__main__"
        try:
            fixed = self.namespace, self.standins, self.makers.library, self.around.run
            if not decorated(statement, *fixed):
                self.around.run(statement.code, self.namespace)
        finally:
            self.namespace["__name__"] = self.module_name

    def _import(self, single: Statement) -> None:
        """Run an import of one name out of several: the others do not depend on it."""
        try:
            self._execute(single)
        except Exception as error:  # noqa: BLE001 - whatever a student's file raises
            self._note_failure(single, error)

    def _note_failure(self, statement: Statement, error: BaseException) -> None:
        explained = self.around.explain(self, statement, error)
        self.first_failure = self.first_failure or explained
        self.failures |= dict.fromkeys(statement.names | statement.effects.stored, explained)

    def _put_standins_in_place(self) -> None:
        for name in self.standins.keys() & self.namespace.keys():
            self.namespace[name] = self.standins[name]

    def _needed(self, names: Collection[str], numbers: set[int]) -> tuple[list[int], set[str]]:
        """Return `numbers`, those of what makes and changes `names`, and of all that these use;
        and the names that are used.
        """
        used = set[str]()
        needed = set(numbers)
        hinted = self._hinted(numbers)
        waiting = sorted(hinted.union(names, *(self.statements[n].uses for n in numbers)))
        while waiting:
            name = waiting.pop()
            if name in used:
                continue
            used.add(name)
            makers = self.makers.makers(name)
            if makers and self._is_put_in_place(name, makers):
                continue
            new = makers | self.makers.changing(name)
            there = self.namespace.get(name, getattr(builtins, name, None))
            if not makers and (there is None or isinstance(there, StudentModule)):
                self.wanted.add(name)
                waiting.append(STAR)
            for number in new - needed:
                statement = self.statements[number]
                waiting += statement.uses
                if self.makers.opened:
                    waiting += self.makers.opened & statement.texts
                if name == STAR:  # such as `this = sys.modules[__name__]`, and `this.n = 5` below
                    waiting += statement.names
                if statement.uses & DYNAMIC:
                    waiting += self.makers.all_names
            waiting += (hints := self._hinted(new - needed))
            hinted |= hints
            needed |= new
        hinted = hinted.difference(names, *(self.statements[number].uses for number in needed))
        return sorted(needed), used - hinted

    def _hinted(self, numbers: set[int]) -> set[str]:
        """Return the names in annotations of statements, where the text makes them."""
        names = set[str]().union(*(self.statements[number].hinted for number in numbers))
        return {name for name in names if self.makers.makers(name)}

    def _is_put_in_place(self, name: str, makers: set[int]) -> bool:
        """Put a stand-in, or what is written in another file for a stub here, in place of a name
        that statements make; say whether there is one.
        """
        if name in self.standins:
            if not self.one_place and any(self.statements[n].imports for n in makers):
                return False  # the import is the student's own: it may be wrong
            self.namespace[name] = self.standins[name]
            return True
        if name in NAMES and all(self.statements[number].hides_nothing for number in makers):
            written = self.around.written(name)
            if written is not None:
                self.namespace[name] = written
                return True
        return False


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let no garbage be looked for: among the nodes of trees there is none, and they are many."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
