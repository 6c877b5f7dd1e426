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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import RLock
from types import CodeType
from typing import Any

from .effects import DYNAMIC
from .makers import Makers
from .questions import NAMES
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
    attach: Callable[["SourceText"], None]  # lets the files that a text imports attach to others
    explain: Callable[["SourceText", Statement, BaseException], BaseException]
    run: Callable[[CodeType, dict[str, Any]], None]
    is_students: Callable[[str], bool]  # whether a module, by its absolute name, is the student's


class SourceText:
    """One file, or all cells of a notebook, as a module whose names are made when asked for.

    In `one_place` the stand-ins are there without an import, as in a notebook.
    """

    def __init__(
        self,
        module: StudentModule,
        statements: Callable[[], list[Statement]],
        around: Surroundings,
        one_place: bool = False,
    ) -> None:
        self.module = module
        self.namespace = vars(module)
        self.module_name = module.__name__
        self.around = around
        self.one_place = one_place
        self.read = statements
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
        return self.read()

    @cached_property
    def makers(self) -> Makers:
        """What makes the names."""
        return Makers(self.statements, self.around.is_students)

    @property
    def broken(self) -> BaseException | None:
        """What keeps the whole text from being read; never a single cell of a notebook."""
        one = self.statements[0] if self.statements else None
        return one.error if one and one.node is None and not self.one_place else None

    def value(self, name: str) -> Any:
        """Return what the module calls `name`: a stand-in where there is one.

        Raises what kept it from being made, or `AttributeError`.
        """
        if name in self.around.standins:
            return self.around.standins[name]
        return self.own_value(name)

    def own_value(self, name: str) -> Any:
        """Return what the text itself calls `name`; raises as `value` does."""
        if name.startswith("__") and not self.makers.makers(name):
            raise AttributeError(f"module {self.module_name!r} has no attribute {name!r}")
        self.make({name})
        if name in self.failures and (name not in self.namespace or name in self.stubs):
            raise self.failures[name]
        if name in self.namespace:
            return self.namespace[name]
        if self.broken:
            raise self.around.explain(self, self.statements[0], self.broken)
        raise AttributeError(f"module {self.module_name!r} has no attribute {name!r}")

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

    def make(self, names: set[str], numbers: frozenset[int] = frozenset()) -> None:
        """Run what makes `names`, and the statements of these `numbers`, unless they were run."""
        with self.lock:
            if not self.begun:
                self.begun = True
                self.around.attach(self)
            failed = [n for n in self._needed(names, numbers) if not self._run(n)]
            for number in failed:  # again: what it needs may stand further down
                self._run(number, again=True)
            failed = [number for number in failed if self._lacks(number)]
            if failed and not self.whole and not all(map(self._is_certain, failed)):
                self.run_rest()
                for number in failed:
                    self._run(number, again=True)

    def attach(self) -> None:
        """Run what the text attaches to what it imports from other files of the student's."""
        self.make(set(), self.makers.attaching(set(self.around.standins)))

    def run_rest(self) -> None:
        """Run what no name needed, but for what calls the assignment's functions, or may not end.

        It is for what a definition needs and does not name: a folder that is made, a dict filled.
        """
        self.whole = True
        running = self.makers.running
        for number, statement in enumerate(self.statements):
            if number not in running and not statement.effects.endless:
                self._run(number)

    def _is_certain(self, number: int) -> bool:
        """Say whether nothing else in the text can mend a failure."""
        errors = [self.failures.get(name) for name in self.statements[number].names]
        certain = ModuleNotFoundError, SyntaxError, StudentError
        return any(isinstance(error, certain) for error in errors)

    def _lacks(self, number: int) -> bool:
        return not self.statements[number].names <= self.namespace.keys()

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
        self.failures |= dict.fromkeys(statement.names | statement.changes, explained)

    def _put_standins_in_place(self) -> None:
        for name in self.around.standins.keys() & self.namespace.keys():
            self.namespace[name] = self.around.standins[name]

    def _needed(self, names: set[str], numbers: frozenset[int]) -> list[int]:
        """Return `numbers`, those of the statements that make `names`, and of all these use."""
        seen: set[str] = set()
        needed = set(numbers)
        waiting = sorted(names.union(*(self.statements[number].uses for number in numbers)))
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            makers = self.makers.makers(name)
            if makers and self._is_put_in_place(name, makers):
                continue
            if not makers and not hasattr(builtins, name) and name not in self.namespace:
                self.wanted.add(name)
                waiting.append(STAR)
            new = makers - needed
            if new and not needed:
                new |= self.makers.settings
            needed |= new
            for number in new:
                waiting += self.statements[number].uses
                if name == STAR:  # such as `this = sys.modules[__name__]`, and `this.n = 5` below
                    waiting += self.statements[number].names
                if self.statements[number].uses & DYNAMIC:
                    waiting += self.makers.all_names
        return sorted(needed)

    def _is_put_in_place(self, name: str, makers: set[int]) -> bool:
        """Put a stand-in, or what is written in another file for a stub here, in place of a name
        that statements make; say whether there is one.
        """
        if name in self.around.standins:
            if not self.one_place and any(self.statements[n].imports for n in makers):
                return False  # the import is the student's own: it may be wrong
            self.namespace[name] = self.around.standins[name]
            return True
        if name in NAMES and all(self.statements[number].hides_nothing for number in makers):
            written = self.around.written(name)
            if written is not None:
                self.namespace[name] = written
                return True
        return False
